import type { RatePolicy } from '#lib/redis';

export const MERCHANT_STATUSES = ['active', 'suspended'] as const;
export type MerchantStatus = (typeof MERCHANT_STATUSES)[number];

/** A tenant, as it is stored. */
export interface Merchant {
  readonly id: string;
  readonly name: string;
  /** A suspended merchant's clients are refused everywhere; its orders under way go on. */
  readonly status: MerchantStatus;
  /** ISO 4217; never changes, since the account's entries are in it. */
  readonly currency: string;
  /** How far below zero the account's balance may go, in minor units. */
  readonly creditLimitMinor: number;
  /** The limit that the merchant's clients share, unless they have their own. Both or neither. */
  readonly ratePerS: number | null;
  readonly burst: number | null;
  /** Whether orders need idempotency keys that we issued. */
  readonly requireIssuedKeys: boolean;
  readonly version: number;
  readonly createdAt: Date;
}

/** What processes keep of a merchant in memory. */
export interface MerchantSnapshot {
  readonly id: string;
  readonly name: string;
  readonly status: MerchantStatus;
  readonly currency: string;
  readonly creditLimitMinor: number;
  readonly requireIssuedKeys: boolean;
  readonly rate: RatePolicy | undefined;
}
