import { Database, statement } from '#lib/database';
import { systemContext } from '#lib/kernel';
import { anOrder, eventually } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

/** What must hold whatever raced: nothing doubled, nothing lost, nothing left over. One row of zeros when it does. */
const BROKEN = statement(
  'test.broken-invariants',
  `select
     (select count(*)::int from accounts a where a.balance_minor <> (
        select coalesce(sum(case when t.credit_account = a.merchant_id then t.amount_minor else -t.amount_minor end), 0)
        from transfers t where a.merchant_id in (t.credit_account, t.debit_account))) as balances,
     (select count(*)::int from stock where reserved < 0 or reserved > on_hand) as oversold,
     (select coalesce(sum(used), 0)::int from trips) - (
        select coalesce(sum(cardinality(trip_ids)), 0)::int from seat_bookings) as seats,
     (select coalesce(sum(used_parcels), 0)::int from shifts) - (select count(*)::int from assignments) as slots,
     (select count(*)::int from orders o where o.version <> (
        select count(*) from order_events e where e.order_id = o.id)) as events,
     (select count(*)::int from assignments a join orders o on o.id = a.order_id where o.status = 'cancelled') as kept_couriers`,
);

const IN_FLIGHT = statement(
  'test.in-flight',
  `select (select count(*)::int from work where run_after <= now()) as due`,
);

let app: StartedApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await World.build(await app.admin());
});
afterAll(() => app.stop());

async function expectSound(): Promise<void> {
  const db = app.nest.get(Database).statements(systemContext('test'));
  await eventually(
    async () => (await db.query<{ due: number }>(IN_FLIGHT))[0]?.due,
    (due) => due === 0,
  );
  const [broken] = await db.query<Record<string, number>>(BROKEN);
  expect(broken).toEqual({ balances: 0, oversold: 0, seats: 0, slots: 0, events: 0, kept_couriers: 0 });
}

/** As a client does: a 503 says to come again. */
async function cancel(id: string): Promise<void> {
  await eventually(
    async () => (await world.merchant.post(`/v1/orders/${id}/cancel`)).status,
    (status) => {
      expect([200, 503]).toContain(status);
      return status === 200;
    },
  );
}

describe('cancelling while the order is on its way through the stages', () => {
  it('ends every order either dispatched or cancelled with everything given back', async () => {
    const ids = await Promise.all(Array.from({ length: 60 }, () => world.place()));
    await Promise.all(ids.map(cancel));
    const late = await Promise.all(
      Array.from({ length: 60 }, async (_, n) => {
        const id = await world.place();
        if (n % 3 > 0) await world.merchant.get(`/v1/orders/${id}`);
        if (n % 3 > 1) await world.merchant.get(`/v1/orders/${id}`);
        await Promise.all([cancel(id), cancel(id)]);
        return id;
      }),
    );
    for (const id of [...ids, ...late]) expect((await world.reaches(id, 'cancelled')).status).toBe('cancelled');
    await expectSound();
  });
});

describe('a top-up while orders wait and are cancelled', () => {
  it('pays for exactly as many as it covers, and nobody is left behind', async () => {
    const poor = await World.addMerchant(world.admin, 0);
    const ids = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const answer = await poor.api.create('/v1/orders', anOrder().paying(1000).build()).expect(201);
        return answer.body.id as string;
      }),
    );
    const topUp = (): Promise<unknown> =>
      world.admin.create(`/v1/accounts/${poor.id}/top-ups`, { amount_minor: 2500, currency: 'CNY' }).expect(201);
    await Promise.all([topUp(), topUp(), topUp(), topUp()]);
    const statuses = await eventually(
      () => Promise.all(ids.map(async (id) => (await poor.api.get(`/v1/orders/${id}`)).body.status as string)),
      (seen) => seen.every((status) => status === 'dispatched' || status === 'awaiting_payment'),
    );
    const settled = await eventually(
      () => Promise.all(ids.map(async (id) => (await poor.api.get(`/v1/orders/${id}`)).body.status as string)),
      (seen) => seen.filter((status) => status === 'dispatched').length === 10,
    );
    expect(statuses).toHaveLength(20);
    expect(settled.filter((status) => status === 'awaiting_payment')).toHaveLength(10);
    await expectSound();
  });
});

describe('the last stock', () => {
  it('goes to as many orders as there are units, also when one names the SKU on two lines', async () => {
    await world.admin.create('/v1/skus', { sku: 'LAST-1', name: 'Last', weight_g: 100 }).expect(201);
    const lines = [{ sku: 'LAST-1', quantity: 30 }];
    await world.admin
      .create('/v1/stock/receipts', { warehouse_id: world.ids.warehouseId, reason: 'delivery', lines })
      .expect(201);
    const twice = anOrder().withLines({ sku: 'LAST-1', quantity: 1 }, { sku: 'LAST-1', quantity: 2 });
    const bodies = Array.from({ length: 24 }, () => ({ ...twice.build(), reference: crypto.randomUUID() }));
    await eventually(
      async () =>
        (await world.merchant.create('/v1/orders', anOrder().withLines({ sku: 'LAST-1', quantity: 9999 }).build()))
          .status,
      (status) => status === 201,
    );
    const ids = await Promise.all(bodies.map((body) => world.place(body)));
    const settled = await eventually(
      () => Promise.all(ids.map(async (id) => (await world.merchant.get(`/v1/orders/${id}`)).body.status as string)),
      (seen) => seen.every((status) => status === 'dispatched' || status === 'backordered'),
    );
    expect(settled.filter((status) => status === 'dispatched')).toHaveLength(10);
    await expectSound();
  });
});
