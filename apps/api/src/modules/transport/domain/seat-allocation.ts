import { type Departure, firstDepartureFrom } from './departure';

/** An order that needs a seat on each of these links, in driving order, from `readyMs` on. */
export interface SeatNeed {
  readonly orderId: string;
  readonly linkIds: readonly number[];
  readonly readyMs: number;
}

/** What is known of the links' departures. */
export interface SeatSupply {
  /** All departures of a link, sorted by departure. */
  departures(this: void, linkId: number): readonly Departure[];
  /** Free seats of a trip, before this allocation; undefined when nobody has looked yet. */
  free(this: void, tripId: number): number | undefined;
}

export interface SeatRules {
  /** Least time between arriving at a facility and departing from it. */
  readonly minTransferMs: number;
  /** How long a parcel may wait at a facility: departures later than this after it is there are not taken. */
  readonly horizonMs: number;
}

export type SeatResult =
  | { readonly orderId: string; readonly kind: 'seated'; readonly departures: readonly Departure[] }
  /** No seat on `linkId` between `fromMs`, when the parcel would be there, and the horizon. */
  | { readonly orderId: string; readonly kind: 'full'; readonly linkId: number; readonly fromMs: number };

export interface SeatAllocation {
  readonly results: readonly SeatResult[];
  /** Seats given per trip. */
  readonly taken: ReadonlyMap<number, number>;
  /** Trips that were taken to have seats because nobody has looked yet: look, and allocate again. */
  readonly assumed: readonly Departure[];
}

/**
 * Gives seats order by order, in the order of `needs`: each leg gets the earliest departure with a free seat after the
 * parcel is there, all legs or none. Pure and deterministic: the same needs and supply give the same seats.
 */
export function allocateSeats(needs: readonly SeatNeed[], supply: SeatSupply, rules: SeatRules): SeatAllocation {
  const taken = new Map<number, number>();
  const assumed = new Map<number, Departure>();
  const seatsLeft = (tripId: number): number => (supply.free(tripId) ?? Infinity) - (taken.get(tripId) ?? 0);
  const results = needs.map((need) => {
    const result = seatOne(need, supply, rules, seatsLeft);
    if (result.kind === 'full') return result;
    for (const departure of result.departures) {
      taken.set(departure.tripId, (taken.get(departure.tripId) ?? 0) + 1);
      if (supply.free(departure.tripId) === undefined) assumed.set(departure.tripId, departure);
    }
    return result;
  });
  return { results, taken, assumed: [...assumed.values()] };
}

function seatOne(
  need: SeatNeed,
  supply: SeatSupply,
  rules: SeatRules,
  seatsLeft: (tripId: number) => number,
): SeatResult {
  const departures: Departure[] = [];
  let fromMs = need.readyMs;
  for (const linkId of need.linkIds) {
    const departure = earliest(supply.departures(linkId), fromMs, fromMs + rules.horizonMs, seatsLeft);
    if (departure === undefined) return { orderId: need.orderId, kind: 'full', linkId, fromMs };
    departures.push(departure);
    fromMs = departure.arrivesMs + rules.minTransferMs;
  }
  return { orderId: need.orderId, kind: 'seated', departures };
}

function earliest(
  departures: readonly Departure[],
  fromMs: number,
  untilMs: number,
  seatsLeft: (tripId: number) => number,
): Departure | undefined {
  for (let at = firstDepartureFrom(departures, fromMs); at < departures.length; at++) {
    const departure = departures[at];
    if (departure === undefined || departure.departsMs > untilMs) return undefined;
    if (seatsLeft(departure.tripId) > 0) return departure;
  }
  return undefined;
}
