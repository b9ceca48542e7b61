/** Below it traffic counts as so much: a small installation that is awake at last is no surge. */
const QUIET_PER_S = 20;
/** With fewer looks nobody knows what is usual. */
const LEAST_LOOKS = 60;

/** How many times the usual there is now; `usual` is the median of the looks before. Undefined while nobody knows. */
export function surge(nowPerS: number, usualPerS: number | undefined, looks: number): number | undefined {
  if (usualPerS === undefined || looks < LEAST_LOOKS) return undefined;
  return nowPerS / Math.max(QUIET_PER_S, usualPerS);
}
