import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useRecordContext, useTranslate } from 'react-admin';
import { useRead } from '../api/use-read';
import { Section } from '../components/section';
import { addTexts } from '../i18n/page-texts';
import { PageFailure } from '../layout/page-failure';
import { MailFrame } from './mail-frame';

addTexts({
  mail: {
    preview: ['Preview', '预览'],
    about: ['With an order that does not exist. Nothing is sent.', '以虚构的订单生成，不会发送任何邮件。'],
    html: ['With HTML', 'HTML 版本'],
    text: ['Without HTML', '纯文本版本'],
  },
});

interface Preview {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What the template makes of an order. */
export default function MailPreview() {
  const template = useRecordContext();
  return template === undefined ? null : <PreviewOf id={String(template.id)} />;
}

function PreviewOf({ id }: { readonly id: string }) {
  const translate = useTranslate();
  const found = useRead<Preview>(`/v1/email-templates/${id}/preview`);
  if (found.error !== null) return <PageFailure error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return null;
  const { subject, text, html } = found.data;
  return (
    <Section title={translate('mail.preview')}>
      <Typography color="textSecondary" sx={{ mb: 2 }}>
        {translate('mail.about')}
      </Typography>
      <Typography component="h3" sx={{ fontWeight: 650, mb: 1 }}>
        {subject}
      </Typography>
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: '1fr 1fr' } }}>
        <MailFrame title={translate('mail.html')} html={html} />
        <Box
          component="pre"
          tabIndex={0}
          aria-label={translate('mail.text')}
          role="region"
          sx={{
            m: 0,
            p: 2,
            border: 1,
            borderColor: 'divider',
            borderRadius: 1,
            whiteSpace: 'pre-wrap',
            overflow: 'auto',
          }}
        >
          {text}
        </Box>
      </Box>
    </Section>
  );
}
