import { randomUUID } from 'node:crypto';
import { Database, statement } from '#lib/database';
import { CLOCK, uuidv7 } from '#lib/kernel';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { INVARIANTS } from '../domain/invariants';
import { InvariantRepository } from '../persistence/invariant.repository';
import { CheckInvariants } from './check-invariants';
import { LedgerCheck } from './check-ledger';
import { OrdersCheck } from './check-orders';

const NOW_MS = Date.now();
const HOUR_AGO_HEX = (NOW_MS - 3_600_000).toString(16).padStart(12, '0');

/** `uuidv7` never goes back, so that an id of an hour ago is put together by hand. */
function idOfAnHourAgo(): string {
  return `${HOUR_AGO_HEX.slice(0, 8)}-${HOUR_AGO_HEX.slice(8)}-7${randomUUID().slice(15)}`;
}

describe('the invariants', () => {
  let db: TestDatabase;
  let check: CheckInvariants;
  const clock = { now: () => new Date(NOW_MS) };
  beforeEach(async () => {
    db = await testDatabase();
    const module = await Test.createTestingModule({
      providers: [
        { provide: Database, useValue: db.database },
        { provide: CLOCK, useValue: clock },
        InvariantRepository,
        OrdersCheck,
        LedgerCheck,
        CheckInvariants,
      ],
    }).compile();
    check = module.get(CheckInvariants);
  });
  afterEach(() => db.close());

  let statements = 0;
  const run = (text: string, params: unknown[] = []) =>
    db.database.statements(db.ctx).execute(statement(`test.invariants-${statements++}`, text), params);

  /** What is broken now, by invariant. */
  async function broken(): Promise<Record<string, readonly string[]>> {
    const checks = await check.execute(db.ctx);
    expect(checks.map(({ name }) => name)).toEqual(INVARIANTS.map(({ name }) => name));
    return Object.fromEntries(
      checks.filter(({ violations }) => violations > 0).map(({ name, examples }) => [name, examples]),
    );
  }

  async function anOrder(status: string, events: readonly number[], version = events.length): Promise<string> {
    const id = idOfAnHourAgo();
    await run(
      `insert into orders (id, merchant_id, zone_id, lat, lng, amount_minor, version, status, currency, reference, service_level, terms,
         skus, quantities, recipient)
       values ($1, $2, $2, 0, 0, 1, $3, $4::order_status, 'CNY', $5, 'standard', 'account', '{SKU}', '{1}', '{}')`,
      [id, uuidv7(), version, status, id],
    );
    for (const sequence of events) {
      await run(
        `insert into order_events (order_id, sequence, to_status, occurred_at, recorded_at, code, actor)
         values ($1, $2, 'received', now(), now(), 'received', 'test')`,
        [id, sequence],
      );
    }
    return id;
  }

  it('hold for an empty system', async () => {
    expect(await broken()).toEqual({});
  });

  it('find a paid order without a waybill, until it has one or waits by name', async () => {
    const [lost, parked] = [await anOrder('paid', [1, 2]), await anOrder('paid', [1, 2])];
    await run(
      `insert into parked (order_id, stage, reason, key, since, detail) values ($1, 'fulfilment', 'hold', 'x', now(), '{}')`,
      [parked],
    );
    expect(await broken()).toEqual({ paid_without_waybill: [`order ${lost}`] });
    expect(await broken()).toEqual({ paid_without_waybill: [`order ${lost}`] }); // it is still not mended
    await run(`insert into waybills (order_id, number, created_at) values ($1, 'LH1', now())`, [lost]);
    expect(await broken()).toEqual({});
  });

  it('find a gap in the events of an order, and an order that is dispatched to nobody', async () => {
    const gap = await anOrder('received', [1, 3], 2);
    const lonely = await anOrder('dispatched', [1]);
    expect(await broken()).toEqual({
      events_gap_free: [`order ${gap}`],
      dispatched_without_courier: [`order ${lonely}`],
    });
  });

  it('find stock that has reserved more or less than its orders hold', async () => {
    const warehouseId = uuidv7();
    await run(`insert into skus (sku, name, weight_g, created_at, updated_at) values ('TEA', 'Tea', 1, now(), now())`);
    await run(
      `insert into warehouses (id, code, name, facility_id, opened_at, created_at, updated_at)
       values ($1, 'W', 'W', $1, now(), now(), now())`,
      [warehouseId],
    );
    await run(`insert into stock (warehouse_id, sku, on_hand, reserved) values ($1, 'TEA', 10, 3)`, [warehouseId]);
    await run(
      `insert into reservations (order_id, warehouse_id, state, skus, quantities)
       values ($1, $3, 'active', '{TEA,TEA}', '{1,2}'), ($2, $3, 'released', '{TEA}', '{5}')`,
      [uuidv7(), uuidv7(), warehouseId],
    );
    expect(await broken()).toEqual({});
    for (const reserved of [2, 4]) {
      await run(`update stock set reserved = $1`, [reserved]);
      expect(await broken()).toEqual({ stock_reserved: [`${warehouseId} TEA`] });
    }
  });

  it('find trips and shifts that have given away what nobody holds', async () => {
    await run(
      `insert into trips (timetable_id, departs_at, arrives_at, link_id, seats, used)
       values ($1, now() + interval '1 hour', now() + interval '2 hours', 1, 10, 1)`,
      [uuidv7()],
    );
    await run(
      `insert into shifts (courier_id, zone_id, starts_at, ends_at, capacity_parcels, capacity_g, used_parcels, used_g, scheduled)
       values ($1, $1, now(), now() + interval '1 hour', 10, 1000, 1, 300, true)`,
      [uuidv7()],
    );
    expect(Object.keys(await broken()).sort()).toEqual(['shift_capacity', 'trip_seats']);
    await run(`insert into seat_bookings (order_id, trip_ids) select $1, array_agg(id) from trips`, [uuidv7()]);
    await run(
      `insert into assignments (order_id, shift_id, assigned_at, weight_g, explanation) select $1, id, now(), 300, '{}' from shifts`,
      [uuidv7()],
    );
    expect(await broken()).toEqual({});
  });

  it('follow the books: a balance changes by transfers and by nothing else', async () => {
    const merchantId = uuidv7();
    await run(`insert into accounts (merchant_id, currency, balance_minor, opened_at) values ($1, 'CNY', 500, now())`, [
      merchantId,
    ]);
    const transfer = (kind: number, amountMinor: number, [debit, credit]: readonly [string, string]) =>
      run(
        `insert into transfers (order_id, debit_account, credit_account, amount_minor, created_at, kind, currency)
         values ($1, $2, $3, $4, $5, $6, 'CNY')`,
        [uuidv7(), debit, credit, amountMinor, clock.now(), kind],
      );
    const platform = uuidv7();
    await transfer(3, 500, [platform, merchantId]);
    expect(await broken()).toEqual({});
    await transfer(1, 200, [merchantId, platform]);
    await run(`update accounts set balance_minor = 300`);
    expect(await broken()).toEqual({});
    await run(`update accounts set balance_minor = 301`);
    expect(await broken()).toEqual({ ledger_balances: [`account ${merchantId}`] });
    await transfer(2, 1, [platform, merchantId]);
    expect(await broken()).toEqual({});
  });

  it('find work that is left lying', async () => {
    await run(
      `insert into work (id, stage, order_ids, run_after) values ($1, 'payment', array[$1::uuid], now() - interval '6 minutes')`,
      [uuidv7()],
    );
    expect(Object.keys(await broken())).toEqual(['work_age']);
  });
});
