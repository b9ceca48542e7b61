import { Injectable } from '@nestjs/common';
import { type Queryable, statement, type Tx } from '#lib/database';

const FIRST = statement(
  'transport.first-waiting',
  `select p.order_id as "orderId"
   from unnest($1::text[], $2::int[]) as k (key, seats)
   cross join lateral (
     select order_id from parked where reason = 'capacity' and key = k.key order by order_id limit k.seats
   ) p`,
);

const LINKS = statement(
  'transport.waiting-links',
  `select distinct key from parked where reason = 'capacity' and key like 'link:%' order by key limit 1000`,
);

const PREFIX = 'link:';

/** Orders that are parked for want of a seat, by the link they wait for. Read only: parking is libs/database's. */
@Injectable()
export class WaitingOrdersRepository {
  /** The first orders that wait for each link, as many as there are seats; one statement for all links. */
  async first(tx: Tx, seatsByLink: ReadonlyMap<number, number>): Promise<string[]> {
    if (seatsByLink.size === 0) return [];
    const keys = [...seatsByLink.keys()].map((linkId) => `${PREFIX}${linkId}`);
    const rows = await tx.query<{ orderId: string }>(FIRST, [keys, [...seatsByLink.values()]]);
    return rows.map((row) => row.orderId);
  }

  /** The links that orders wait for. */
  async links(db: Queryable): Promise<number[]> {
    const rows = await db.query<{ key: string }>(LINKS);
    return rows.map((row) => Number(row.key.slice(PREFIX.length)));
  }
}
