/** Integer minor units of an ISO 4217 currency; never a float. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

/** The most that one order or top-up may carry: keeps every sum of a batch inside 2^53. */
export const MAX_AMOUNT_MINOR = 1_000_000_000_000;

export function isAmountMinor(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= MAX_AMOUNT_MINOR;
}
