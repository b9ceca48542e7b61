import { createTransport } from 'nodemailer';
import type { Channel } from '../domain/channel';
import type { Mail } from '../domain/channels/mail';

/** Sends one mail through the server that the channel names, `smtp://user@host:port` or `smtps:`, the secret being its password. */
export async function sendMail({ target, secret }: Channel, mail: Mail, timeoutMs: number): Promise<void> {
  const { protocol, hostname, port, username } = new URL(target.url);
  const transport = createTransport({
    host: hostname,
    port: port === '' ? (protocol === 'smtps:' ? 465 : 587) : Number(port),
    secure: protocol === 'smtps:',
    ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: secret ?? '' } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
  try {
    await transport.sendMail({ ...mail, to: [...mail.to] });
  } finally {
    transport.close();
  }
}
