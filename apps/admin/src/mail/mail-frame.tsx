import Box from '@mui/material/Box';
import { useEffect, useRef } from 'react';

interface MailFrameProps {
  readonly title: string;
  readonly html: string;
}

/** Styles of the mail itself, which the console's policy refuses when they are parsed and allows when they are set. */
const STYLED = 'data-mail-style';

/** A mail as its reader sees it: in a frame in which no script runs, nothing is sent, and no address is opened. */
export function MailFrame({ title, html }: MailFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const page = frame.current?.contentDocument;
    if (page === null || page === undefined) return;
    const mail = new DOMParser().parseFromString(html.replaceAll(/\sstyle=/gi, ` ${STYLED}=`), 'text/html');
    for (const active of mail.querySelectorAll('script, style, link, meta, base, iframe, object, embed'))
      active.remove();
    for (const styled of mail.querySelectorAll<HTMLElement>(`[${STYLED}]`)) {
      styled.style.cssText = styled.getAttribute(STYLED) ?? '';
    }
    page.body.replaceChildren(page.adoptNode(mail.body));
  }, [html]);
  return (
    <Box
      component="iframe"
      ref={frame}
      title={title}
      sandbox="allow-same-origin"
      sx={{ width: '100%', height: 280, border: 1, borderColor: 'divider', borderRadius: 1, backgroundColor: '#fff' }}
    />
  );
}
