/** The most minor units that one order or top-up may carry: keeps every sum of a batch inside 2^53. */
export const MAX_AMOUNT_MINOR = 1_000_000_000_000;
