/**
 * Audit: one row for every change that somebody of the staff makes, in the transaction of the change.
 *
 * Invariants: tables that people change carry a trigger, which writes the row whoever changes them (see the migration);
 * where most changes are the system's own (orders, stock, money), the command says itself what it did, with
 * `recordChanges`. Secrets and personal data are left out. Without a command in its `Context`, nothing is written.
 */
export { recordChanges } from './record-changes';
export type { RecordedChange } from './record-changes';
