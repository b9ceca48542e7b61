/**
 * Idempotency: a creating POST may be repeated as often as the network demands; it happens once.
 *
 * Invariants: a key is bound in the transaction that does its command's work; one (scope, route, key) is bound once;
 * a bound key answers every repetition alike for at least 24 hours. Order intake binds its keys by itself, many at a
 * time, in the same table (route `orders.place`, without a stored answer).
 */
export { sha256 } from './fingerprint';
export { Idempotency } from './idempotency';
export type { IdempotentOutcome, IdempotentRequest } from './idempotency';
export { IdempotencyModule } from './idempotency.module';
export { parseIdempotencyKey } from './key';
export type { ParsedKey } from './key';
export { KEY_LOCK } from './key-lock';
export type { KeyLock } from './key-lock';
export { IDEMPOTENCY_KEYS } from './key-rows';
export { ReplayedRefusal } from './refusal';
export type { StoredAnswer } from './stored-answer';
