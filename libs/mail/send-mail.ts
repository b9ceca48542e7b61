import { connect, type Socket } from 'node:net';
import { headText, isMailAddress, type Mail } from './mail';
import { MailFault } from './mail-fault';
import { connectionTo, type MailServer } from './mail-server';

/**
 * Makes one attempt over a connection of its own, which is cut at the end of the time: a server that keeps us waiting cannot take the mail
 * later, when somebody has tried again.
 *
 * @throws MailFault when the server did not say that it has taken it; it may have, if the connection was lost right behind the text
 */
export async function sendMail(server: MailServer, mail: Mail, timeoutMs: number): Promise<void> {
  if (![mail.from.address, ...mail.to].every(isMailAddress)) throw MailFault.address();
  const { host, port, ...rest } = connectionTo(server);
  const socket = connect({ host, port });
  try {
    await within(timeoutMs, async () => {
      await opened(socket);
      await handOver(socket, { host, port, ...rest, connection: socket }, mail, timeoutMs);
    });
  } catch (error) {
    throw MailFault.of(error);
  } finally {
    socket.destroy();
  }
}

/** Loaded when the first mail is sent: most processes never send one. */
async function handOver(socket: Socket, options: object, mail: Mail, timeoutMs: number): Promise<void> {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({ ...options, greetingTimeout: timeoutMs, socketTimeout: timeoutMs });
  try {
    await transport.sendMail({
      from: { name: headText(mail.from.name ?? ''), address: mail.from.address },
      to: mail.to.map((address) => ({ name: '', address })),
      envelope: { from: mail.from.address, to: [...mail.to] },
      subject: headText(mail.subject),
      text: mail.text,
      ...(mail.html !== undefined && { html: mail.html }),
      messageId: mail.messageId,
      ...(mail.isAutomatic === true && { headers: { 'Auto-Submitted': 'auto-generated' } }),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  } finally {
    transport.close();
  }
}

function opened(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('error', reject);
    socket.on('error', () => undefined); // a line that breaks later is told by whoever reads it
  });
}

function within<T>(timeoutMs: number, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(MailFault.timeout()), timeoutMs);
    work()
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
