/** Injection token for `NotificationOptions`. */
export const NOTIFICATION_OPTIONS = Symbol('NotificationOptions');

/** What this process does for webhooks. Each may be done by any number of processes. */
export interface NotificationOptions {
  /** Turns events into messages. */
  readonly tells: boolean;
  /** Sends messages. */
  readonly sends: boolean;
}
