import type { Mail } from '#lib/mail';
import type { Channel } from '../channel';
import { linesOf, titleOf, type Notification } from '../notification';

/** The message id is the notification's: a mail that was sent twice is shown once by most readers. */
export function mailOf({ target }: Pick<Channel, 'target'>, notification: Notification): Mail {
  const from = target.from ?? 'linehaul@localhost';
  return {
    from: { address: from },
    to: target.to ?? [],
    subject: titleOf(notification),
    text: [...linesOf(notification), '', notification.at].join('\n'),
    messageId: `<${notification.id}@${from.split('@').at(-1) ?? 'localhost'}>`,
  };
}
