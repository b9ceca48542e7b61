import type { Client } from 'pg';
import type { OrderFacts } from './order-facts';

const PAGE = 2_000;

/**
 * Everything about every order, one row each. Each table is put together by order first, so that one without its index
 * is read once and not once per order.
 */
const ORDERS = `
  select o.id::text as id, o.merchant_id::text as "merchantId", o.reference, o.status::text as status,
    o.payment_status::text as "paymentStatus", o.version, o.terms, o.amount_minor::float8 as "amountMinor", o.currency,
    o.lat, o.lng,
    (select json_agg(json_build_object('sku', sku, 'quantity', quantity)) from unnest(o.skus, o.quantities) as l(sku, quantity)) as lines,
    coalesce(e.facts, '[]') as events, coalesce(f.facts, '[]') as feed, coalesce(t.facts, '[]') as transfers,
    coalesce(r.facts, '[]') as reservations, coalesce(w.facts, '[]') as waybills, coalesce(p.plans, 0)::int as plans,
    coalesce(b.facts, '[]') as bookings, coalesce(a.facts, '[]') as assignments, coalesce(k.facts, '[]') as parked,
    coalesce(n.notes, 0)::int as "awaitingFunds"
  from live.orders o
  left join (
    select order_id, json_agg(json_build_object('sequence', sequence, 'from', from_status, 'to', to_status) order by sequence) as facts
    from live.order_events group by order_id) e on e.order_id = o.id
  left join (
    select u.order_id, json_agg(json_build_array(u.first, u.last) order by u.first) as facts
    from live.event_feed, unnest(order_ids, first_sequences, last_sequences) as u(order_id, first, last)
    group by u.order_id) f on f.order_id = o.id
  left join (
    select order_id, json_agg(json_build_object('kind', kind, 'debit', debit_account, 'credit', credit_account,
      'amountMinor', amount_minor)) as facts
    from live.transfers where kind <> 3 group by order_id) t on t.order_id = o.id
  left join (
    select order_id, json_agg(json_build_object('warehouseId', warehouse_id, 'state', state, 'lines',
      (select json_agg(json_build_object('sku', sku, 'quantity', quantity)) from unnest(skus, quantities) as l(sku, quantity)))) as facts
    from live.reservations group by order_id) r on r.order_id = o.id
  left join (select order_id, json_agg(number) as facts from live.waybills group by order_id) w on w.order_id = o.id
  left join (select order_id, count(*) as plans from live.route_plans group by order_id) p on p.order_id = o.id
  left join (select order_id, json_agg(to_json(trip_ids)) as facts from live.seat_bookings group by order_id) b on b.order_id = o.id
  left join (
    select order_id, json_agg(json_build_object('shiftId', shift_id, 'weightG', weight_g)) as facts
    from live.assignments group by order_id) a on a.order_id = o.id
  left join (
    select order_id, json_agg(json_build_object('stage', stage, 'reason', reason, 'key', key)) as facts
    from live.parked group by order_id) k on k.order_id = o.id
  left join (select order_id, count(*) as notes from live.awaiting_funds group by order_id) n on n.order_id = o.id`;

/** Reads all orders page by page; `client` must be in no transaction. */
export async function* readOrders(client: Client): AsyncGenerator<OrderFacts> {
  await client.query('begin transaction isolation level repeatable read read only');
  // Many orders: sorting and hashing once beats looking up one by one, whatever the statistics say.
  await client.query(`set local enable_nestloop = off; set local work_mem = '64MB'; set local jit = off`);
  await client.query(`declare facts no scroll cursor for ${ORDERS}`);
  for (;;) {
    const { rows } = await client.query<OrderFacts>(`fetch ${PAGE} from facts`);
    yield* rows;
    if (rows.length < PAGE) break;
  }
  await client.query('commit');
}
