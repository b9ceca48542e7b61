/**
 * Payment: who has paid, and whose money is where.
 *
 * Invariants
 * - A transfer names both sides: the books are zero-sum by construction. Only merchants keep a balance row.
 * - A merchant's balance is the sum of its transfers; both change in one statement.
 * - No balance is ever below minus the credit limit: decided under the account's lock, and again by a CHECK.
 * - One capture, one refund and one cash collection per order: the transfer's primary key is (order_id, kind).
 * - No payable order waits: whoever brings funds (top-up, refund, more credit, the end of an order that had been
 *   resumed for funds) locks the account and resumes, oldest first, every waiting order that the funds reach.
 *
 *   authorize ──► captured ──► reverse ──► refunded
 *       │  ▲
 *       ▼  │ top-up, refund, credit
 *   awaiting_funds ──► reverse ──► (nothing to give back)
 *   authorize (cod) ──► promised ──► captureOnDelivery
 */
export { PaymentFacade } from './payment.facade';
export type { DeliveredOrder } from './payment.facade';
export { PaymentModule } from './payment.module';
export type { PaymentOutcome, PaymentRequest } from './domain/settle-orders';
export type { Deposit, TopUp } from './use-cases/top-up-account';
export type { OrderTransfer } from './domain/ledger';
