import { createServer, type AddressInfo } from 'node:net';
import { SmtpReceiver, eventually } from '#lib/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MailFault } from './mail-fault';
import type { Mail } from './mail';
import { sendMail } from './send-mail';

let receiver: SmtpReceiver;
beforeEach(async () => {
  receiver = await SmtpReceiver.open();
});
afterEach(() => receiver.close());

const mail = (changes: Partial<Mail> = {}): Mail => ({
  from: { name: 'Shop', address: 'parcels@example.com' },
  to: ['li.lei@example.com'],
  subject: 'Your parcel',
  text: 'It comes.',
  html: '<p>It comes.</p>',
  messageId: '<1@example.com>',
  ...changes,
});
const send = (changes: Partial<Mail> = {}, timeoutMs = 3000): Promise<void> =>
  sendMail({ url: receiver.url }, mail(changes), timeoutMs);
const faultOf = async (sending: Promise<void>): Promise<MailFault> => {
  const error: unknown = await sending.catch((reason: unknown) => reason);
  if (error instanceof MailFault) return error;
  throw new Error('The mail was taken');
};
const headOf = (text: string): string[] => text.slice(0, text.indexOf('\r\n\r\n')).split(/\r\n(?![ \t])/);

describe('a mail', () => {
  it('goes to its recipient as text and as HTML', async () => {
    await send({ isAutomatic: true });
    const [received] = receiver.mails;
    expect(received?.to).toEqual(['li.lei@example.com']);
    expect(received?.from).toContain('<parcels@example.com>');
    for (const part of ['multipart/alternative', 'text/plain', 'text/html', 'Auto-Submitted: auto-generated'])
      expect(received?.text).toContain(part);
    expect(headOf(received?.text ?? '')).toContain('From: Shop <parcels@example.com>');
  });

  it.each([
    '\r\nBcc: eve@example.com',
    '\nBcc: eve@example.com',
    '\r\n\r\nA body',
    '\u2028Bcc: x',
    '\0',
    '" <eve@example.com>, "',
  ])('has one head, whatever name or subject say: %j', async (evil) => {
    await send({ from: { name: `Shop${evil}`, address: 'parcels@example.com' }, subject: `Hello${evil}` });
    const head = headOf(receiver.mails[0]?.text ?? '');
    const names = head.map((line) => line.slice(0, line.indexOf(':')));
    expect(names.toSorted()).toEqual(
      ['Content-Type', 'Date', 'From', 'MIME-Version', 'Message-ID', 'Subject', 'To'].toSorted(),
    );
    expect(receiver.mails[0]?.to).toEqual(['li.lei@example.com']);
    expect(receiver.mails).toHaveLength(1);
  });

  it.each([
    'a@example.com, eve@example.com',
    'a@example.com\r\nRCPT TO:<eve@example.com>',
    'Eve <eve@example.com>',
    '',
    'eve',
  ])('to what is not one address is not sent: %j', async (address) => {
    expect(await faultOf(send({ to: [address] }))).toMatchObject({ message: 'EADDRESS', isFinal: true });
    expect(receiver.mostOpen).toBe(0);
  });
});

describe('a failure', () => {
  it.each([
    ['RCPT', '550 no such user', { blames: 'mail', isFinal: true, message: 'EENVELOPE 550' }],
    ['RCPT', '450 come back later', { blames: 'mail', isFinal: false }],
    ['.', '554 no, li.lei@example.com', { blames: 'mail', isFinal: true }],
    ['MAIL', '550 who are you', { blames: 'server', isFinal: false }],
    ['EHLO', '421 closing', { blames: 'server', isFinal: false }],
  ] as const)('at %s with %s is told for what it is', async (verb, answer, expected) => {
    receiver.script = (line) => (line.startsWith(verb) ? answer : undefined);
    const fault = await faultOf(send());
    expect(fault).toMatchObject(expected);
    expect(fault.message).not.toContain('@');
  });

  it('is that nobody listens', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const fault = await faultOf(sendMail({ url: `smtp://127.0.0.1:${port}` }, mail(), 3000));
    expect(fault).toMatchObject({ blames: 'server', isFinal: false });
  });

  it.each(['EHLO', '.'])('is a server that does not answer %s; the connection is cut', async (verb) => {
    receiver.script = (line) => (line.startsWith(verb) ? null : undefined);
    expect(await faultOf(send({}, 300))).toMatchObject({ blames: 'server', isFinal: false });
    await eventually(
      () => receiver.open,
      (open) => open === 0,
    );
  });
});
