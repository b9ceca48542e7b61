import { Database, statement } from '#lib/database';
import { systemContext } from '#lib/kernel';
import { eventually } from '#lib/testing';
import { expect } from 'vitest';
import type { StartedApp } from './start-app';

/** Nothing is left to do, apart from what waits for a day to pass. */
const LEFT = statement(
  'test.left-to-do',
  `select count(*)::int as rows from work where run_after <= now() + interval '1 minute'`,
);

/** What must hold whatever raced: nothing doubled, nothing lost, nothing left over. One row of zeros when it does. */
const BROKEN = statement(
  'test.broken-invariants',
  `select
     (select count(*)::int from accounts a where a.balance_minor <> (
        select coalesce(sum(case when t.credit_account = a.merchant_id then t.amount_minor else -t.amount_minor end), 0)
        from transfers t where a.merchant_id in (t.credit_account, t.debit_account))) as balances,
     (select count(*)::int from stock s where s.reserved < 0 or s.reserved > s.on_hand or s.reserved <> (
        select coalesce(sum(l.quantity), 0) from reservations r, unnest(r.skus, r.quantities) as l (sku, quantity)
        where r.state = 'active' and r.warehouse_id = s.warehouse_id and l.sku = s.sku)) as stock,
     (select coalesce(sum(used), 0)::int from trips) - (
        select coalesce(sum(cardinality(trip_ids)), 0)::int from seat_bookings) as seats,
     (select coalesce(sum(used_parcels), 0)::int from shifts) - (select count(*)::int from assignments) as slots,
     (select count(*)::int from orders o where o.version <> (
        select count(*) from order_events e where e.order_id = o.id)) as events,
     (select count(*)::int from (select from transfers group by order_id, kind having count(*) > 1) t) as paid_twice,
     (select count(*)::int from orders o where o.status in ('cancelled', 'expired', 'rejected') and (
        exists (select from assignments x where x.order_id = o.id)
        or exists (select from seat_bookings x where x.order_id = o.id)
        or exists (select from reservations x where x.order_id = o.id and x.state = 'active')
        or exists (select from parked x where x.order_id = o.id)
        or exists (select from transfers x where x.order_id = o.id and x.kind = 1)
           and not exists (select from transfers x where x.order_id = o.id and x.kind = 2))) as kept_by_ended,
     (select count(*)::int from orders o where o.status = 'dispatched' and (
        not exists (select from assignments x where x.order_id = o.id)
        or not exists (select from seat_bookings x where x.order_id = o.id)
        or not exists (select from reservations x where x.order_id = o.id and x.state = 'active')
        or o.terms = 'account' and not exists (select from transfers x where x.order_id = o.id and x.kind = 1)
        or exists (select from transfers x where x.order_id = o.id and x.kind = 2))) as lacking`,
);

/** Waits until the stages have nothing to do, and looks whether everything adds up. */
export async function expectSound({ nest }: StartedApp): Promise<void> {
  const db = nest.get(Database).statements(systemContext('test'));
  await eventually(
    async () => (await db.query<{ rows: number }>(LEFT))[0]?.rows,
    (rows) => rows === 0,
  );
  const [broken] = await db.query<Record<string, number>>(BROKEN);
  expect(broken).toEqual({
    balances: 0,
    stock: 0,
    seats: 0,
    slots: 0,
    events: 0,
    paid_twice: 0,
    kept_by_ended: 0,
    lacking: 0,
  });
}
