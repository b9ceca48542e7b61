import type { OrderRequest } from '../domain/order';

/** The idempotency route of order intake; one for single and bulk, so that a retry may come by either. */
export const PLACE_ROUTE = 'orders.place';

/** A validated, serviceable order about to be written, with the id that it gets if it is the first of its key. */
export interface Placement {
  readonly id: string;
  readonly merchantId: string;
  readonly key: string;
  /** SHA-256 of the canonical request. */
  readonly fingerprint: Buffer;
  readonly zoneId: string;
  readonly actor: string;
  readonly request: OrderRequest;
  /** Of the request that places it, where its trace is recorded: see `traceMark`. */
  readonly trace?: string | undefined;
}

/** What became of a placement. */
export type PlacementOutcome =
  | { readonly kind: 'created'; readonly orderId: string }
  /** The key had placed this order before. */
  | { readonly kind: 'replayed'; readonly orderId: string }
  /** Another key used the merchant's reference; the key is bound to this refusal. */
  | { readonly kind: 'reference_taken'; readonly orderId: string; readonly replayed: boolean }
  /** The key belongs to another payload. */
  | { readonly kind: 'key_reused' }
  /** Somebody else holds the key and hasn't finished within the wait. */
  | { readonly kind: 'in_progress' }
  /** Another process claimed the key just now: see `ContendedKeys`. */
  | { readonly kind: 'contended' }
  /** PostgreSQL could not be reached in time; nothing is known to be written. */
  | { readonly kind: 'unavailable' }
  /** A fault of ours. */
  | { readonly kind: 'failed'; readonly error: unknown };
