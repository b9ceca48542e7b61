const FIRST_MS = 250;
const LONGEST_MS = 5000;

/**
 * How long a place stays empty after so many deaths in a row that were no service: none for the first child and for one
 * that had served; then doubled from 250 ms to 5 s, so that a fault at start costs the machine little.
 */
export function backOffMs(failures: number): number {
  return failures === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
}
