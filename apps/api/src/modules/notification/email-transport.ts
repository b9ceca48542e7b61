import { sendMail, type MailServer } from '#lib/mail';
import { Settings } from '#lib/settings';
import { Inject, Injectable } from '@nestjs/common';
import type { EmailText } from './domain/email-text';
import { NOTIFICATION_OPTIONS, type NotificationOptions } from './notification.options';

/** What one attempt may take. */
export const EMAIL_ATTEMPT_MS = 15_000;

export interface OutgoingEmail extends EmailText {
  readonly id: string;
  readonly to: string;
  readonly fromName: string;
}

/** The mail server by the settings in force; its password comes from the environment and is nowhere else. */
@Injectable()
export class EmailTransport {
  constructor(
    @Inject(NOTIFICATION_OPTIONS) private readonly options: Pick<NotificationOptions, 'smtpPassword'>,
    @Inject(Settings) private readonly settings: Pick<Settings, 'current'>,
  ) {}

  /** Whether mails are sent at all. */
  get isOn(): boolean {
    const { enabled, server, sender } = this.settings.current().email;
    return enabled && server !== '' && sender !== '';
  }

  /** @throws MailFault */
  async send({ id, to, fromName, subject, text, html }: OutgoingEmail): Promise<void> {
    const { server: url, sender } = this.settings.current().email;
    const server: MailServer = { url, password: this.options.smtpPassword };
    await sendMail(
      server,
      {
        from: { name: fromName, address: sender },
        to: [to],
        subject,
        text,
        html,
        messageId: `<${id}@${sender.split('@').at(-1) ?? 'localhost'}>`,
        isAutomatic: true,
      },
      EMAIL_ATTEMPT_MS,
    );
  }
}
