/** After so many attempts a notification is given up and counted. */
export const ATTEMPTS_LIMIT = 8;

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/** How long to wait after the attempt of this number (from 1): doubling, with `random` of 0 to 1 spreading it by a quarter. */
export function backOffMs(attempt: number, random: number): number {
  const base = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.round(base * (0.75 + random / 2));
}
