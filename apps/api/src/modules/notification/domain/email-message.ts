import type { EmailStatus } from './email-status';

export const EMAIL_STATES = ['waiting', 'sent', 'failed'] as const;
export type EmailState = (typeof EMAIL_STATES)[number];

/** That the recipient of an order is to be told of a status. Holds no address: it is the order's when the mail is sent. */
export interface NewEmail {
  readonly id: string;
  readonly merchantId: string;
  readonly orderId: string;
  readonly status: EmailStatus;
  /** Of the event. The mails of an order go out by it. */
  readonly sequence: number;
  readonly occurredAt: Date;
}

/** One that this process has taken for a while. */
export interface ClaimedEmail extends NewEmail {
  readonly claim: string;
  /** With this one. */
  readonly attempts: number;
  readonly createdAt: Date;
}

/** A line of the log. */
export interface EmailMessage extends NewEmail {
  readonly state: EmailState;
  readonly attempts: number;
  /** Why the last attempt failed, in a word. */
  readonly lastFault: string | null;
  readonly nextAttemptAt: Date | null;
  readonly settledAt: Date | null;
  readonly createdAt: Date;
}
