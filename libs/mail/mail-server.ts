/** A server that takes mails. */
export interface MailServer {
  /** `smtp://user@host:port`, or `smtps:` for TLS from the first byte; without a port 587, or 465. */
  readonly url: string;
  readonly password?: string | undefined;
}

/** Whether a text names a server as `MailServer` has it. A password in it would be shown wherever the address is. */
export function isMailServerUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, password, pathname, search, hash } = new URL(text);
  const isBare = password === '' && pathname.replace('/', '') === '' && search === '' && hash === '';
  return (protocol === 'smtp:' || protocol === 'smtps:') && hostname !== '' && isBare;
}

export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
}

const [SUBMISSION, SUBMISSION_TLS] = [587, 465];

export function connectionTo({ url, password }: MailServer): Connection {
  const { protocol, hostname, port, username } = new URL(url);
  const secure = protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? SUBMISSION_TLS : SUBMISSION) : Number(port),
    secure,
    ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: password ?? '' } }),
  };
}
