import { statement, type Statement } from '#lib/database';

/** So many of the newest rows are added up; beyond them a sum can only be too small, and only that is looked for. */
const NEWEST = 100_000;

/**
 * Invariants of the whole, each answered by one statement with one snapshot: rows of `subject`, what is broken. They read the newest
 * rows of large tables by primary key, and small tables as a whole; never all orders.
 */
export const WHOLE: Readonly<Record<string, Statement>> = {
  /** What stock rows have reserved is the sum of the active reservations. */
  stock_reserved: statement(
    'monitoring.invariant-stock',
    `with edge as (select order_id from reservations order by order_id desc offset ${NEWEST} limit 1),
       sums as (
         select r.warehouse_id, l.sku, sum(l.quantity) as quantity
         from reservations r, unnest(r.skus, r.quantities) as l (sku, quantity)
         where r.state = 'active' and r.order_id > coalesce((select order_id from edge), '00000000-0000-0000-0000-000000000000')
         group by r.warehouse_id, l.sku)
     select s.warehouse_id || ' ' || s.sku as subject
     from stock s left join sums on sums.warehouse_id = s.warehouse_id and sums.sku = s.sku
     where s.reserved < coalesce(sums.quantity, 0)
       or s.reserved > coalesce(sums.quantity, 0) and not exists (select from edge)
     limit 1000`,
  ),
  /** What trips have given away is what orders hold. */
  trip_seats: statement(
    'monitoring.invariant-trips',
    `with edge as (select order_id from seat_bookings order by order_id desc offset ${NEWEST} limit 1),
       sums as (
         select id, count(*) as seats from seat_bookings b, unnest(b.trip_ids) as held (id)
         where b.order_id > coalesce((select order_id from edge), '00000000-0000-0000-0000-000000000000') group by id)
     select 'trip ' || t.id as subject from trips t left join sums on sums.id = t.id
     where t.departs_at > now() and (t.used < coalesce(sums.seats, 0)
       or t.used > coalesce(sums.seats, 0) and not exists (select from edge))
     limit 1000`,
  ),
  /** What shifts have given away is what their assignments weigh and number. */
  shift_capacity: statement(
    'monitoring.invariant-shifts',
    `select 'shift ' || s.id as subject
     from shifts s left join lateral (
       select count(*) as parcels, coalesce(sum(weight_g), 0) as grams from assignments a where a.shift_id = s.id) as held on true
     where s.ends_at > now() and (s.used_parcels <> held.parcels or s.used_g <> held.grams)
     limit 1000`,
  ),
  /** No batch of work is left lying for minutes. */
  work_age: statement(
    'monitoring.invariant-work',
    `select 'work ' || id as subject from work where run_after < now() - interval '5 minutes' limit 1000`,
  ),
};

/**
 * Invariants of single orders, looked at once each when their time has come: of the ids in `$1`, those that break it. What was found
 * is looked at again until it is mended. Lateral joins with a limit keep to the primary keys: an anti-join of a few thousand orders
 * would be planned as a scan of the other table.
 */
export const OF_ORDERS: Readonly<Record<string, Statement>> = {
  /** An order that is paid has a waybill, or waits for something by name. */
  paid_without_waybill: statement(
    'monitoring.invariant-waybills',
    `select 'order ' || o.id as subject, o.id from orders o
     left join lateral (select true as found from waybills w where w.order_id = o.id limit 1) as waybill on true
     left join lateral (select true as found from parked p where p.order_id = o.id limit 1) as waiting on true
     where o.id = any($1::uuid[]) and o.status in ('paid', 'allocated') and waybill.found is null and waiting.found is null
     limit 1000`,
  ),
  /** An order's events are numbered from 1 to its version. */
  events_gap_free: statement(
    'monitoring.invariant-events',
    `select 'order ' || o.id as subject, o.id from orders o
     join lateral (select count(*) as events, max(sequence) as last from order_events e where e.order_id = o.id) as seen on true
     where o.id = any($1::uuid[]) and (seen.events <> o.version or seen.last <> o.version)
     limit 1000`,
  ),
  /** An order that is dispatched has a courier. */
  dispatched_without_courier: statement(
    'monitoring.invariant-assignments',
    `select 'order ' || o.id as subject, o.id from orders o
     left join lateral (select true as found from assignments a where a.order_id = o.id limit 1) as assignment on true
     where o.id = any($1::uuid[]) and o.status = 'dispatched' and assignment.found is null
     limit 1000`,
  ),
};

/** The next orders whose time has come, oldest first. */
export const NEXT_ORDERS = statement(
  'monitoring.invariant-next-orders',
  `select id from orders where id > $1 and id < $2 order by id limit $3`,
);

/**
 * The books since they were last found right: each balance has changed by what was transferred meanwhile. A transfer is dated by its
 * process and seen when it commits, so both readings add up all from `since` on, which lies minutes before the first of them.
 */
export const LEDGER = statement(
  'monitoring.invariant-ledger',
  `with before as (
     select (c ->> 'm')::uuid as merchant_id, (c ->> 'b')::numeric as balance, (c ->> 'w')::numeric as moved
     from jsonb_array_elements($1::jsonb) as c),
   after as (
     select a.merchant_id, a.balance_minor as balance,
       coalesce((select sum(amount_minor) from transfers t
         where t.credit_account = a.merchant_id and t.kind in (2, 3) and t.created_at >= $2), 0)
       - coalesce((select sum(amount_minor) from transfers t
         where t.debit_account = a.merchant_id and t.kind = 1 and t.created_at >= $2), 0) as moved,
       coalesce((select sum(amount_minor) from transfers t
         where t.credit_account = a.merchant_id and t.kind in (2, 3) and t.created_at >= $3), 0)
       - coalesce((select sum(amount_minor) from transfers t
         where t.debit_account = a.merchant_id and t.kind = 1 and t.created_at >= $3), 0) as moved_next
     from accounts a)
   select after.merchant_id as m, after.balance::text as b, after.moved_next::text as w,
     (before.merchant_id is not null and after.balance - before.balance <> after.moved - before.moved) as broken
   from after left join before on before.merchant_id = after.merchant_id`,
);
