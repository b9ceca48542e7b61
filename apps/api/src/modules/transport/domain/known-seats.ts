import { type Departure, firstDepartureFrom } from './departure';
import type { SeatAllocation, SeatSupply } from './seat-allocation';

/** What one batch has learned of departures and seats while it holds the links. */
export class KnownSeats implements SeatSupply {
  private readonly freeByTrip = new Map<number, number>();
  private readonly checked = new Map<number, { departures: readonly Departure[]; untilMs: number }>();

  constructor(private readonly remembered: (linkId: number) => readonly Departure[]) {}

  readonly departures = (linkId: number): readonly Departure[] =>
    this.checked.get(linkId)?.departures ?? this.remembered(linkId);

  readonly free = (tripId: number): number | undefined => this.freeByTrip.get(tripId);

  see(tripId: number, free: number): void {
    this.freeByTrip.set(tripId, free);
  }

  /** Puts what the database says of a link up to `untilMs` in the place of what memory says. */
  replace(linkId: number, rows: readonly (Departure & { readonly free: number })[], untilMs: number): void {
    this.checked.set(linkId, { departures: rows, untilMs });
    for (const row of rows) this.see(row.tripId, row.free);
  }

  /** The links that were called full further ahead than the database has been asked, and how far to ask. */
  uncheckedLinks(allocation: SeatAllocation, horizonMs: number, farthestMs: number): Map<number, number> {
    const unsure = new Map<number, number>();
    for (const result of allocation.results) {
      if (result.kind !== 'full') continue;
      const untilMs = Math.min(result.fromMs + horizonMs, farthestMs);
      if (untilMs <= (this.checked.get(result.linkId)?.untilMs ?? -Infinity)) continue;
      unsure.set(result.linkId, Math.max(untilMs, unsure.get(result.linkId) ?? -Infinity));
    }
    return unsure;
  }

  /** This trip and up to `count - 1` later ones of its link, without those that have been seen. */
  nextUnseen(departure: Departure, count: number): number[] {
    const departures = this.departures(departure.linkId);
    const start = firstDepartureFrom(departures, departure.departsMs);
    return departures
      .slice(start, start + count)
      .map((next) => next.tripId)
      .filter((tripId) => !this.freeByTrip.has(tripId));
  }

  /** The seats to take from each trip, with the free seats that were seen. */
  seatsOf(allocation: SeatAllocation): { tripId: number; taken: number; free: number }[] {
    return [...allocation.taken].map(([tripId, taken]) => ({ tripId, taken, free: this.free(tripId) ?? 0 }));
  }
}
