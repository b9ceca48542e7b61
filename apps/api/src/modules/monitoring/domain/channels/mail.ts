import type { Channel } from '../channel';
import { linesOf, titleOf, type Notification } from '../notification';

/** A mail as data, in nodemailer's words. */
export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
}

/** The message id is the notification's: a mail that was sent twice is shown once by most readers. */
export function mailOf({ target }: Pick<Channel, 'target'>, notification: Notification): Mail {
  const from = target.from ?? 'linehaul@localhost';
  return {
    from,
    to: target.to ?? [],
    subject: titleOf(notification),
    text: [...linesOf(notification), '', notification.at].join('\n'),
    messageId: `<${notification.id}@${from.split('@').at(-1) ?? 'localhost'}>`,
  };
}
