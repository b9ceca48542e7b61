/** One trip as planning sees it: when it leaves a link's start and reaches its end, Unix milliseconds. */
export interface Departure {
  readonly tripId: number;
  readonly linkId: number;
  readonly departsMs: number;
  readonly arrivesMs: number;
}

/** Index of the first departure at or after `ms`, in a list sorted by departure; its length when there is none. */
export function firstDepartureFrom(departures: readonly Departure[], ms: number): number {
  let low = 0;
  let high = departures.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((departures[middle]?.departsMs ?? Infinity) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
