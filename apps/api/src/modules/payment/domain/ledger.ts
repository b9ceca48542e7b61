/**
 * The ledger's vocabulary. A transfer is one row that names both sides, so the books are zero-sum by construction.
 * Only merchants keep a balance row; the platform's own accounts are names, because one row that every order touches
 * would serialise the whole system.
 */

/** Why money moved. Together with the order's id it is the transfer's identity: one of a kind per order. */
export const TRANSFER_KIND = {
  /** The merchant's account pays for an order. */
  capture: 1,
  /** The capture of a cancelled order is given back. */
  refund: 2,
  /** An operator credits money that arrived from the merchant; its own id stands in place of an order's. */
  top_up: 3,
  /** The courier's cash for an order paid on delivery. */
  cash_on_delivery: 4,
} as const;

export type TransferKind = keyof typeof TRANSFER_KIND;

/** Money that moved for an order. Amounts are positive, in minor units. */
export interface OrderTransfer {
  readonly kind: TransferKind;
  readonly debitAccount: string;
  readonly creditAccount: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly createdAt: Date;
}

/** Accounts without a balance row, as fixed ids no UUIDv7 can collide with. */
export const PLATFORM_ACCOUNT = {
  /** What orders are charged. */
  revenue: '00000000-0000-0000-0000-000000000001',
  /** Where a merchant's deposits come from. */
  bank: '00000000-0000-0000-0000-000000000002',
  /** Cash that couriers collected. */
  cash: '00000000-0000-0000-0000-000000000003',
} as const;

/**
 * The most that a top-up may raise a balance to, in minor units: a ninth of 2^53, so that refunds on top of it stay
 * exact integers in JavaScript.
 */
export const MAX_BALANCE_MINOR = 1_000_000_000_000_000;

/** What a merchant may still spend: the balance and the credit behind it. */
export function availableMinor(account: { readonly balanceMinor: number; readonly creditLimitMinor: number }): number {
  return account.balanceMinor + account.creditLimitMinor;
}

const KIND_NAMES = new Map<number, TransferKind>(
  (Object.entries(TRANSFER_KIND) as [TransferKind, number][]).map(([name, kind]) => [kind, name]),
);

/** The name of a stored kind; an unknown number is a fault of the data. */
export function transferKind(kind: number): TransferKind {
  const name = KIND_NAMES.get(kind);
  if (name === undefined) throw new RangeError(`Transfer kind ${kind} is unknown`);
  return name;
}
