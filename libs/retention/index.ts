/**
 * Retention: what grows with every order and is of use for a time only is forgotten after that time.
 *
 * Invariants: nothing goes before its time; a table is gone through in small statements that rest between each other;
 * Redis, other processes and restarts change how often that happens, never what is forgotten.
 */
export { Retention } from './retention';
export type { RetainedTable } from './retention';
export { RetentionModule } from './retention.module';
