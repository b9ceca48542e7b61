import { statement, type Queryable } from '#lib/database';
import type { Order } from '../domain/order';
import { toOrder, type OrderRow } from './order.rows';

/** Where a page of references goes on: behind this one. */
export interface ReferencePosition {
  readonly merchantId: string;
  readonly reference: string;
}

/** Merchants whose references are looked through in one go, and in one request. */
const [MERCHANTS_AT_ONCE, MOST_MERCHANTS] = [64, 2048];

/** Behind every reference that begins alike: the last code point that there is. */
const END = '\u{10FFFF}';

/** One step in the index for each merchant that has orders. */
const MERCHANTS = statement(
  'order.merchants-with-orders',
  `with recursive merchants as (
     (select merchant_id from orders where merchant_id >= $1 order by merchant_id limit 1)
     union all
     select (select merchant_id from orders where orders.merchant_id > merchants.merchant_id order by merchant_id limit 1)
     from merchants where merchants.merchant_id is not null
   )
   select merchant_id as "merchantId" from merchants where merchant_id is not null limit $2`,
);

const BEGINS_WITH = statement(
  'order.reference-begins-with',
  `select found.* from unnest($1::uuid[]) as m(id)
   cross join lateral (
     select * from orders
     where merchant_id = m.id and reference >= case when m.id = $4::uuid then $5 else $2 end and reference <= $3
       and (m.id is distinct from $4 or reference > $5)
     order by reference limit $6
   ) as found
   order by found.merchant_id, found.reference limit $6`,
);

/** What is asked of references: those that begin with `prefix`, or the one that `isWhole`; of one merchant or of all. */
export interface ReferenceSearch {
  readonly prefix: string;
  readonly isWhole: boolean;
  readonly merchantId?: string | undefined;
  readonly after?: ReferencePosition | undefined;
}

export interface FoundReferences {
  readonly orders: Order[];
  /** Where to look on: the page is full, or so many merchants were looked through that this is enough for one request. */
  readonly nextBehind: ReferencePosition | undefined;
}

/**
 * Orders whose reference begins with `prefix`, or is the whole of it, by merchant and reference; of one merchant or of all. References are unique per
 * merchant and indexed so, by bytes: each merchant costs a step in that index.
 */
export async function findByReference(db: Queryable, asked: ReferenceSearch, limit: number): Promise<FoundReferences> {
  const { prefix, isWhole, after } = asked;
  const merchants = asked.merchantId === undefined ? await merchantsFrom(db, after?.merchantId) : [asked.merchantId];
  const found: Order[] = [];
  for (let at = 0; at < merchants.length && found.length <= limit; at += MERCHANTS_AT_ONCE) {
    const rows = await db.query<OrderRow>(BEGINS_WITH, [
      merchants.slice(at, at + MERCHANTS_AT_ONCE),
      prefix,
      isWhole ? prefix : prefix + END,
      after?.merchantId ?? null,
      after?.reference ?? null,
      limit + 1 - found.length,
    ]);
    found.push(...rows.map(toOrder));
  }
  if (found.length > limit) {
    const orders = found.slice(0, limit);
    return { orders, nextBehind: orders.at(-1) };
  }
  const last = merchants.length < MOST_MERCHANTS ? undefined : merchants.at(-1);
  return { orders: found, nextBehind: last === undefined ? undefined : { merchantId: last, reference: END } };
}

const NO_MERCHANT = '00000000-0000-0000-0000-000000000000';

async function merchantsFrom(db: Queryable, merchantId: string | undefined): Promise<string[]> {
  const rows = await db.query<{ merchantId: string }>(MERCHANTS, [merchantId ?? NO_MERCHANT, MOST_MERCHANTS]);
  return rows.map((row) => row.merchantId);
}
