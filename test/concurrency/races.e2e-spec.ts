import { anOrder, eventually } from '#lib/testing';
import type request from 'supertest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Api } from '../support/api';
import { expectSound } from '../support/soundness';
import { Standstill } from '../support/standstill';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

const HOLD_ORDER = 'select from orders where id = $1 for update';
/** What an order waits for a day later: here it comes now. */
const EXPIRE = `update work set run_after = now() where stage = 'expiry' and order_ids && $1::uuid[]`;

let app: StartedApp;
let world: World;
let stand: Standstill;
beforeAll(async () => {
  app = await startApp();
  world = await World.build(await app.admin());
});
afterAll(() => app.stop());
beforeEach(async () => {
  stand = await Standstill.at(app.databaseUrl);
});
afterEach(() => stand.close());

type Merchant = Awaited<ReturnType<typeof World.addMerchant>>;

function rests(id: string, ...statuses: string[]): Promise<string> {
  return eventually(
    async () => (await world.operator.get(`/v1/orders/${id}`).expect(200)).body.status as string,
    (status) => statuses.includes(status),
  );
}

/** As a client does: a 503 says to come again. */
async function cancel(id: string, by: Api = world.merchant): Promise<void> {
  await eventually(
    async () => (await by.post(`/v1/orders/${id}/cancel`)).status,
    (status) => {
      expect([200, 503]).toContain(status);
      return status === 200;
    },
  );
}

async function topUp(merchant: Merchant, amountMinor: number): Promise<void> {
  const body = { amount_minor: amountMinor, currency: 'CNY' };
  await world.admin.create(`/v1/accounts/${merchant.id}/top-ups`, body).expect(201);
}

async function receive(sku: string, quantity: number): Promise<void> {
  const body = { warehouse_id: world.ids.warehouseId, reason: 'delivery', lines: [{ sku, quantity }] };
  await world.admin.create('/v1/stock/receipts', body).expect(201);
}

/** Known to all within a moment, when the first order that names it is taken. */
async function newSku(sku: string): Promise<void> {
  await world.admin.create('/v1/skus', { sku, name: sku, weight_g: 100 }).expect(201);
  await place(anOrder().withLines({ sku, quantity: 9999 }).build());
}

/** As a client does: it sends the order until it is taken, under one key. */
async function place(order: object = anOrder().build(), by: Api = world.merchant): Promise<string> {
  const key = crypto.randomUUID();
  const send = (): Promise<request.Response> => by.create('/v1/orders', order, key).then((answer) => answer);
  return (await eventually(send, ({ status }) => status === 201)).body.id as string;
}

/** Orders of a merchant without money, which wait for it. */
async function unpaid(merchant: Merchant, count: number): Promise<string[]> {
  const bodies = Array.from({ length: count }, () => anOrder().paying(1000).build());
  const ids = await Promise.all(bodies.map((body) => place(body, merchant.api)));
  for (const id of ids) await rests(id, 'awaiting_payment');
  return ids;
}

describe('cancelling while the order is on its way through the stages', () => {
  it('ends every order cancelled for good, with everything given back', async () => {
    const ids = await Promise.all(Array.from({ length: 60 }, () => place()));
    await Promise.all(ids.map((id) => cancel(id)));
    const late = await Promise.all(
      Array.from({ length: 60 }, async (_, n) => {
        const id = await place();
        if (n % 3 > 0) await world.merchant.get(`/v1/orders/${id}`);
        if (n % 3 > 1) await world.merchant.get(`/v1/orders/${id}`);
        await Promise.all([cancel(id), cancel(id)]);
        return id;
      }),
    );
    await expectSound(app);
    for (const id of [...ids, ...late]) expect(await rests(id, 'cancelled', 'dispatched')).toBe('cancelled');
  });

  it.each([
    ['payment', 'select from accounts for update'],
    ['fulfilment', `select from stock where sku = 'SKU-0001' for update`],
    ['dispatch', 'select from link_schedules for update'],
  ])('waits for the %s that has it in hand, and takes back what that did', async (_stage, hotRows) => {
    await stand.hold(hotRows);
    const id = await place();
    await stand.waiting(1);
    const cancelled = cancel(id);
    await stand.waiting(2);
    await stand.letGo();
    await cancelled;
    await expectSound(app);
    expect(await rests(id, 'cancelled', 'dispatched')).toBe('cancelled');
  });

  it('of an order that waits, by two at once, leaves nothing that waits', async () => {
    const poor = await World.addMerchant(world.admin, 0);
    const ids = await unpaid(poor, 3);
    await Promise.all([...ids, ...ids].map((id) => cancel(id, poor.api)));
    await expectSound(app);
    for (const id of ids) expect(await rests(id, 'cancelled')).toBe('cancelled');
  });

  it('comes before a payment that it meets: the money is not touched', async () => {
    const poor = await World.addMerchant(world.admin, 0);
    const [id = ''] = await unpaid(poor, 1);
    await stand.hold(HOLD_ORDER, [id]);
    const cancelled = cancel(id, poor.api);
    await stand.waiting(1);
    await topUp(poor, 1000);
    await stand.waiting(2);
    await stand.letGo();
    await cancelled;
    await expectSound(app);
    expect(await rests(id, 'cancelled', 'dispatched')).toBe('cancelled');
    expect((await poor.api.get(`/v1/accounts/${poor.id}`)).body.balance_minor).toBe(1000);
  });

  it('comes before an allocation that it meets: the stock goes to the next', async () => {
    await newSku('RACE-1');
    const order = (): Promise<string> => place(anOrder().withLines({ sku: 'RACE-1', quantity: 1 }).build());
    const [id, next] = [await order(), await order()];
    for (const each of [id, next]) await rests(each, 'backordered');
    await stand.hold(HOLD_ORDER, [id]);
    const cancelled = cancel(id);
    await stand.waiting(1);
    await receive('RACE-1', 1);
    await stand.waiting(2);
    await stand.letGo();
    await cancelled;
    expect(await rests(next, 'dispatched')).toBe('dispatched');
    await expectSound(app);
    expect(await rests(id, 'cancelled', 'dispatched')).toBe('cancelled');
  });
});

describe('top-ups at the same time, while some who wait are cancelled', () => {
  it('pay for exactly as many orders as they cover, and nobody is left behind', async () => {
    const poor = await World.addMerchant(world.admin, 0);
    const ids = (await unpaid(poor, 20)).sort();
    const gone = [...ids.slice(3, 5), ...ids.slice(-4)];
    const cancels = gone.map((id) => cancel(id, poor.api));
    await Promise.all([...cancels, ...[2500, 2500, 2500, 2500].map((amount) => topUp(poor, amount))]);
    const settled = (): Promise<string[]> =>
      Promise.all(ids.map((id) => rests(id, 'dispatched', 'awaiting_payment', 'cancelled')));
    const statuses = await eventually(settled, (seen) => seen.filter((status) => status === 'dispatched').length >= 10);
    await expectSound(app);
    expect(statuses.filter((status) => status === 'dispatched')).toHaveLength(10);
    expect(statuses.filter((status) => status === 'cancelled')).toHaveLength(6);
    expect((await poor.api.get(`/v1/accounts/${poor.id}`)).body.balance_minor).toBe(0);
  });
});

describe('a top-up that races the end of the wait for it', () => {
  it('pays for an order or comes too late for it, never both', async () => {
    const poor = await World.addMerchant(world.admin, 0);
    const ids = await unpaid(poor, 20);
    await Promise.all([topUp(poor, 5000), stand.run(EXPIRE, [ids]), topUp(poor, 5000)]);
    const statuses = await Promise.all(ids.map((id) => rests(id, 'dispatched', 'expired')));
    await expectSound(app);
    const paid = statuses.filter((status) => status === 'dispatched').length;
    const account = (await poor.api.get(`/v1/accounts/${poor.id}`)).body as { balance_minor: number };
    expect(account.balance_minor).toBe(10_000 - 1000 * paid);
  });

  it.each([
    ['expired', 'expiry', 'payment'],
    ['dispatched', 'payment', 'expiry'],
  ] as const)('leaves the order %s when its %s comes before its %s', async (outcome, first, second) => {
    const poor = await World.addMerchant(world.admin, 0);
    const [id = ''] = await unpaid(poor, 1);
    const comes = (stage: 'expiry' | 'payment'): Promise<void> =>
      stage === 'expiry' ? stand.run(EXPIRE, [[id]]) : topUp(poor, 1000);
    await stand.hold(HOLD_ORDER, [id]);
    await comes(first);
    await stand.waiting(1);
    await comes(second);
    await stand.waiting(2);
    await stand.letGo();
    expect(await rests(id, 'expired', 'dispatched')).toBe(outcome);
    await expectSound(app);
    expect(await rests(id, 'expired', 'dispatched')).toBe(outcome);
  });
});

describe('the last stock', () => {
  it('goes to as many orders as it covers, also when they name the SKU on two lines and come in two batches', async () => {
    await newSku('LAST-1');
    await receive('LAST-1', 32);
    const twice = anOrder().withLines({ sku: 'LAST-1', quantity: 1 }, { sku: 'LAST-1', quantity: 2 });
    const bodies = Array.from({ length: 24 }, () => ({ ...twice.build(), reference: crypto.randomUUID() }));
    await stand.hold(`select from stock where sku = 'LAST-1' for update`);
    const early = await Promise.all(bodies.slice(0, 12).map((body) => place(body)));
    await stand.waiting(1);
    const late = await Promise.all(bodies.slice(12).map((body) => place(body)));
    await stand.waiting(2);
    await stand.letGo();
    const statuses = await Promise.all([...early, ...late].map((id) => rests(id, 'dispatched', 'backordered')));
    await expectSound(app);
    expect(statuses.filter((status) => status === 'dispatched')).toHaveLength(10);
  });
});
