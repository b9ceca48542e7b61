/** Injection token for `NotificationOptions`. */
export const NOTIFICATION_OPTIONS = Symbol('NotificationOptions');

/** What this process does for webhooks and mails. Each may be done by any number of processes. */
export interface NotificationOptions {
  /** Turns events into messages. */
  readonly tells: boolean;
  /** Sends messages. */
  readonly sends: boolean;
  /** Of the mail server; in no table and in no answer. */
  readonly smtpPassword?: string | undefined;
}
