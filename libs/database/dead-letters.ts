import type { ParkReason } from './parked';
import { statement } from './statement';
import type { Queryable } from './tx';
import type { WaitingOrder } from './waiting-orders';
import type { Stage } from './work';

/** Where a page of waiting orders goes on: behind this one. */
export interface WaitingPlace {
  readonly key: string;
  readonly orderId: string;
}

/** In the order of the index on (reason, key, order_id), whichever of the filters are there. */
const WAITING = statement(
  'database.list-waiting',
  `select order_id as "orderId", stage, reason, key, detail, since from parked
   where reason = $1 and (key, order_id) > ($2, $3::uuid) and ($4::text is null or stage = $4)
     and ($1 <> 'dead_letter' or $4 is null or key = $4)
   order by key, order_id limit $5`,
);

const FIRST: WaitingPlace = { key: '', orderId: '00000000-0000-0000-0000-000000000000' };

/** Orders that wait for one reason, of one stage or all, by what they wait for and age. A dead letter waits under its stage's name. */
export function listWaiting(
  db: Queryable,
  asked: { readonly reason: ParkReason; readonly stage?: Stage | undefined; readonly after?: WaitingPlace | undefined },
  limit: number,
): Promise<WaitingOrder[]> {
  const { reason, stage } = asked;
  // A dead letter's key is its stage: the page of one begins there.
  const first = reason === 'dead_letter' && stage !== undefined ? { ...FIRST, key: stage } : FIRST;
  const { key, orderId } = asked.after ?? first;
  return db.query<WaitingOrder>(WAITING, [reason, key, orderId, stage ?? null, limit]);
}
