/**
 * Notification: tells merchants of every event of their orders, by signed webhooks, and recipients of their parcels, by e-mail.
 *
 * Invariants
 * - Every event that is committed while an endpoint is active, and that it wants, becomes one message for it: the feed's cursor moves
 *   in the transaction that writes the messages.
 * - To one endpoint the messages of one order go out by sequence: the next one only when the one before was delivered or has
 *   failed for good. Nothing is held back by another order, another endpoint or another merchant.
 * - A message is sent at least once, always under the same `webhook-id` and with the same body.
 * - No transaction is open while a request is under way; no request lasts longer than three seconds.
 * - Requests go to public addresses only, save those that an admin has allow-listed (libs/outbound).
 * - A recipient is told of a status of an order once, by e-mail, if its merchant has a template for it: one row for each order and status,
 *   claimed before it is sent, settled behind the server's 250. It is told twice only if the process or the line died between the two.
 * - The mails of an order go out in the order of its events. No mail, no log and no row but the order's holds the address.
 *
 * ```
 * event feed ─teller─► messages + streams ─claim─► request ─► outcomes, in batches
 *
 * message: waiting ─2xx─► delivered         endpoint: active ⇄ disabled (by request, or 410) ─► deleted
 *          waiting ─another 4xx, or the last attempt─► failed ─replay─► waiting
 * ```
 */
export { NotificationFacade } from './notification.facade';
export { NotificationModule } from './notification.module';
export type { NotificationOptions } from './notification.options';
export { EMAIL_MESSAGES, WEBHOOK_MESSAGES, WEBHOOK_STREAMS } from './retained-messages';
