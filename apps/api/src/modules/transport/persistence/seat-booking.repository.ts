import { Injectable } from '@nestjs/common';
import { type Queryable, statement, type Tx } from '#lib/database';

/** The seats of one order, leg by leg. */
export interface SeatBooking {
  readonly orderId: string;
  readonly tripIds: number[];
}

/** As JSON, since the driver reads a bigint[] as texts. */
const FIND = statement(
  'transport.find-bookings',
  `select b.order_id as "orderId", to_json(b.trip_ids) as "tripIds", t.arrives_at as "arrivesAt"
   from seat_bookings b join trips t on t.id = b.trip_ids[cardinality(b.trip_ids)]
   where b.order_id = any($1::uuid[])`,
);

/** Trip ids travel as array literals: `unnest` would flatten arrays of different lengths. */
const INSERT = statement(
  'transport.insert-bookings',
  `insert into seat_bookings (order_id, trip_ids)
   select b.order_id, b.trip_ids::bigint[] from unnest($1::uuid[], $2::text[]) as b (order_id, trip_ids)`,
);

const DELETE = statement(
  'transport.delete-bookings',
  `delete from seat_bookings where order_id = any($1::uuid[]) returning order_id as "orderId", to_json(trip_ids) as "tripIds"`,
);

const LINKS = statement(
  'transport.links-of-trips',
  `select id, link_id as "linkId", departs_at as "departsAt" from trips where id = any($1::bigint[])`,
);

/** One row per order that holds seats; an order without a line-haul leg has none. */
@Injectable()
export class SeatBookingRepository {
  /** `arrivesAt`: when the last trip reaches the station. Orders without a booking are absent. */
  find(db: Queryable, orderIds: readonly string[]): Promise<(SeatBooking & { readonly arrivesAt: Date })[]> {
    return db.query(FIND, [orderIds]);
  }

  insert(tx: Tx, bookings: readonly SeatBooking[]): void {
    if (bookings.length === 0) return;
    tx.send(INSERT, [
      bookings.map((booking) => booking.orderId),
      bookings.map((booking) => `{${booking.tripIds.join(',')}}`),
    ]);
  }

  /** Takes the bookings away and answers what they were: whoever gets a row back gives its seats back. */
  delete(tx: Tx, orderIds: readonly string[]): Promise<SeatBooking[]> {
    return tx.query<SeatBooking>(DELETE, [orderIds]);
  }

  tripLinks(tx: Tx, tripIds: readonly number[]): Promise<{ id: number; linkId: number; departsAt: Date }[]> {
    return tx.query(LINKS, [tripIds]);
  }
}
