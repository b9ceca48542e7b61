import type { EndpointSecrets } from './signature';

export const ENDPOINT_STATUSES = ['active', 'disabled'] as const;
export type EndpointStatus = (typeof ENDPOINT_STATUSES)[number];

/** Why an endpoint is disabled: somebody asked for it, or it answered 410. */
export type DisabledBecause = 'request' | 'gone';

/** Where a merchant wants to be told of its orders. */
export interface Endpoint extends EndpointSecrets {
  readonly id: string;
  readonly merchantId: string;
  readonly url: string;
  readonly description: string;
  /** Null: all types. */
  readonly eventTypes: readonly string[] | null;
  readonly status: EndpointStatus;
  readonly disabledBecause: DisabledBecause | null;
  readonly version: number;
  readonly createdAt: Date;
}

/** A merchant has no more of them. */
export const ENDPOINTS_PER_MERCHANT = 16;

/** How long the secret before still signs. */
const OVERLAP_MS = 24 * 3_600_000;

/** The endpoint with a new secret; the one before signs along for a day. */
export function withNewSecret<E extends Endpoint>(endpoint: E, secret: string, now: Date): E {
  const previousUntil = new Date(now.getTime() + OVERLAP_MS);
  return { ...endpoint, secret, previousSecret: endpoint.secret, previousUntil };
}
