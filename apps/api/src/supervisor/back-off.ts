const FIRST_MS = 250;
const LONGEST_MS = 5000;

/**
 * How long a place stays empty after so many deaths (1 …) in a row that were no service: doubled from 250 ms to 5 s, so that a
 * fault at start costs the machine little.
 */
export function backOffMs(failures: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
}
