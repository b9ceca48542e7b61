import { randomUUID } from 'node:crypto';
import { anOrder, eventually } from '#lib/testing';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

interface OrderView {
  id: string;
  status: string;
  version: number;
}

let app: StartedApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await World.build(await app.admin());
});
afterAll(() => app.stop());

describe('placing an order', () => {
  it('answers 201 with its place, its version and what was asked for', async () => {
    const body = anOrder().build();
    const answer = await world.merchant.create('/v1/orders', body).expect(201);
    expect(answer.headers).toMatchObject({ location: `/v1/orders/${answer.body.id}`, etag: '"1"' });
    expect(answer.body).toMatchObject({ ...body, status: 'received', payment_status: 'none', version: 1 });
  });

  it('answers a repetition alike, whatever has become of the order, and says that it is one', async () => {
    const [body, key] = [anOrder().build(), randomUUID()];
    const first = await world.merchant.create('/v1/orders', body, key).expect(201);
    await world.reaches(first.body.id, 'dispatched');
    const again = await world.merchant.create('/v1/orders', body, key).expect(201);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.text).toBe(first.text);
  });

  it('refuses a key for another order, and a reference for another key, naming the order that has it', async () => {
    const [body, key] = [anOrder().build(), randomUUID()];
    const first = await world.merchant.create('/v1/orders', body, key).expect(201);
    const reused = await world.merchant.create('/v1/orders', { ...body, reference: 'other' }, key).expect(422);
    expect(reused.body.code).toBe('idempotency.key_reused');
    const other = randomUUID();
    const taken = await world.merchant.create('/v1/orders', body, other).expect(409);
    expect(taken.body).toMatchObject({ code: 'order.reference_taken', order_id: first.body.id });
    const replayed = await world.merchant.create('/v1/orders', body, other).expect(409);
    expect(replayed.headers['idempotency-replayed']).toBe('true');
  });

  it.each([
    ['an unknown SKU', anOrder().withLines({ sku: 'NO-SUCH', quantity: 1 }), 'order.unknown_sku', '/lines/0/sku'],
    ['an address nobody serves', anOrder().to(-40, 170), 'order.unserviceable_address', '/recipient/address'],
  ])('refuses %s with 422 and leaves the key free', async (_name, order, code, pointer) => {
    const key = randomUUID();
    const refused = await world.merchant.create('/v1/orders', order.build(), key).expect(422);
    expect(refused.body).toMatchObject({ code, errors: [{ pointer }] });
    await world.merchant.create('/v1/orders', anOrder().build(), key).expect(201);
  });

  it('waits for the dispatch when it is asked to', async () => {
    const answer = await world.merchant.create('/v1/orders', anOrder().build()).set('prefer', 'wait=10').expect(201);
    expect(answer.body.status).toBe('dispatched');
    expect(answer.headers['preference-applied']).toBe('wait=10');
    expect(answer.headers.etag).toBe(`"${answer.body.version}"`);
  });

  it('needs a key and a merchant', async () => {
    const missing = await world.merchant.post('/v1/orders', anOrder().build()).expect(400);
    expect(missing.body.errors[0].pointer).toBe('Idempotency-Key');
    await world.operator.create('/v1/orders', anOrder().build()).expect(403);
  });
});

describe('a batch of orders', () => {
  const item = (changes: object = {}): object => ({ idempotency_key: randomUUID(), ...anOrder().build(), ...changes });

  it('gives every item its own result, in order', async () => {
    const good = item();
    const items = [good, item({ lines: [] }), item({ recipient: null }), good, item()];
    const answer = await world.merchant.post('/v1/orders/batch', items).expect(200);
    const results = answer.body.data as { status: number; replayed?: boolean; order?: OrderView; problem?: object }[];
    expect(results.map((result) => result.status)).toEqual([201, 400, 400, 201, 201]);
    expect(results[3]).toMatchObject({ replayed: true, order: { id: results[0]?.order?.id } });
    expect(results[1]?.problem).toMatchObject({ status: 400, errors: [{ pointer: '/lines' }] });
  });

  it('takes NDJSON and answers in it, line by line', async () => {
    const lines = [JSON.stringify(item()), '{ "broken', JSON.stringify(item())].join('\n');
    const answer = await request(app.baseUrl)
      .post('/v1/orders/batch')
      .set('authorization', `Bearer ${world.merchant.token ?? ''}`)
      .set('content-type', 'application/x-ndjson')
      .send(lines)
      .expect(200)
      .expect('content-type', /x-ndjson/);
    const text = Buffer.isBuffer(answer.body) ? answer.body.toString() : answer.text;
    const results = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { status: number });
    expect(results.map((result) => result.status)).toEqual([201, 400, 201]);
  });

  it('has a thousand items at most', async () => {
    const answer = await world.merchant
      .post(
        '/v1/orders/batch',
        Array.from({ length: 1001 }, () => ({})),
      )
      .expect(400);
    expect(answer.body.code).toBe('request.invalid');
  });
});

describe('cancelling', () => {
  it('gives everything back, once, and may be repeated', async () => {
    const merchant = await World.addMerchant(world.admin, 20_000);
    const balance = async (): Promise<number> =>
      (await merchant.api.get(`/v1/accounts/${merchant.id}`).expect(200)).body.balance_minor as number;
    const { id } = (await merchant.api.create('/v1/orders', anOrder().build()).expect(201)).body as OrderView;
    await world.reaches(id, 'dispatched');
    expect(await balance()).toBe(20_000 - 12_900);
    for (let time = 0; time < 2; time++) {
      const answer = await merchant.api.post(`/v1/orders/${id}/cancel`).expect(200);
      expect(answer.body).toMatchObject({ status: 'cancelled', payment_status: 'refunded', version: 6 });
    }
    expect(await balance()).toBe(20_000);
    const expanded = await merchant.api.get(`/v1/orders/${id}?expand=assignment,events`).expect(200);
    expect(expanded.body.assignment).toBeNull();
    expect((expanded.body.events as { code: string }[]).map((event) => event.code)).toEqual([
      'received',
      'paid',
      'allocated',
      'waybill_created',
      'dispatched',
      'cancelled',
    ]);
  });

  it('needs the version from an operator: 428 without, 412 when stale', async () => {
    const id = await world.place();
    const { version } = await world.reaches(id, 'dispatched');
    await world.operator.post(`/v1/orders/${id}/cancel`).expect(428);
    const stale = await world.operator.change('post', `/v1/orders/${id}/cancel`, version - 1).expect(412);
    expect(stale.body.current_version).toBe(version);
    await world.operator.change('post', `/v1/orders/${id}/cancel`, version).expect(200);
  });
});

describe('reading', () => {
  it('lists by cursor, newest first, without a gap or a repetition', async () => {
    const ids = [];
    for (let n = 0; n < 5; n++) ids.unshift(await world.place());
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null && seen.length < 5) {
      const cursor = next === '' ? '' : `&cursor=${next}`;
      const answer = await world.merchant.get(`/v1/orders?limit=2${cursor}`).expect(200);
      seen.push(...(answer.body.data as OrderView[]).map((order) => order.id));
      next = answer.body.page_info.next_cursor as string | null;
    }
    expect(seen.slice(0, 5)).toEqual(ids);
  });

  it('filters by state, reference and time', async () => {
    const body = anOrder().build();
    const { id } = (await world.merchant.create('/v1/orders', body).expect(201)).body as OrderView;
    await world.reaches(id, 'dispatched');
    const listed = async (query: string): Promise<string[]> =>
      ((await world.merchant.get(`/v1/orders?${query}`).expect(200)).body.data as OrderView[]).map((order) => order.id);
    expect(await listed(`reference=${body.reference}`)).toEqual([id]);
    expect((await listed('status=dispatched,paid'))[0]).toBe(id);
    expect(await listed('status=lost')).toEqual([]);
    expect(await listed('created_before=2020-01-01T00:00:00Z')).toEqual([]);
    await world.merchant.get('/v1/orders?status=sideways').expect(400);
    await world.merchant.get('/v1/orders?cursor=bm9wZQ').expect(400);
  });

  it('answers 304 to an entity tag that still holds, and 404 to another tenant', async () => {
    const id = await world.place();
    const { version } = await world.reaches(id, 'dispatched');
    await world.merchant.get(`/v1/orders/${id}`).set('if-none-match', `"${version}"`).expect(304);
    const stranger = await World.addMerchant(world.admin, 0);
    await stranger.api.get(`/v1/orders/${id}`).expect(404);
    await stranger.api.post(`/v1/orders/${id}/cancel`).expect(404);
    await stranger.api.get(`/v1/orders/${id}/events`).expect(404);
  });

  it('prints the label once there is a waybill', async () => {
    const id = await world.place();
    await world.reaches(id, 'dispatched');
    // The first label waits for libraries and fonts: on a busy machine too long, and is asked for again.
    const label = await eventually(
      () => world.merchant.get(`/v1/orders/${id}/label.pdf`).buffer(true),
      ({ status }) => status !== 503,
    );
    expect(label.status).toBe(200);
    expect(label.headers['content-type']).toBe('application/pdf');
    expect((label.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('forecasts whether an address can be served', async () => {
    const ask = (lat: number, quantity: number): Promise<{ body: { serviceable: boolean; reason?: string } }> =>
      world.merchant
        .post('/v1/serviceability', {
          address: { country: 'CN', lat, lng: 116.44 },
          lines: [{ sku: 'SKU-0001', quantity }],
        })
        .expect(200);
    expect((await ask(39.92, 1)).body).toMatchObject({ serviceable: true, warehouse_id: world.ids.warehouseId });
    expect((await ask(10, 1)).body).toMatchObject({ serviceable: false, reason: 'no_zone' });
  });
});

describe('waiting for what is scarce', () => {
  it('an order without funds is paid by the top-up that covers it, and expires never when it was', async () => {
    const poor = await World.addMerchant(world.admin, 10_000);
    const place = async (amountMinor: number): Promise<string> =>
      (await poor.api.create('/v1/orders', anOrder().paying(amountMinor).build()).expect(201)).body.id as string;
    const id = await place(12_000);
    await world.reaches(id, 'awaiting_payment');
    const waiting = await poor.api.get(`/v1/orders/${id}?expand=waiting`).expect(200);
    expect(waiting.body.waiting).toMatchObject({ reason: 'funds', key: poor.id, detail: { amount_minor: 12_000 } });
    await world.admin.create(`/v1/accounts/${poor.id}/top-ups`, { amount_minor: 2_000, currency: 'CNY' }).expect(201);
    await world.reaches(id, 'dispatched');
  });

  it('an order for stock that is not there goes on when the stock comes', async () => {
    await world.admin.create('/v1/skus', { sku: 'RARE-1', name: 'Rare', weight_g: 100 }).expect(201);
    await expect
      .poll(
        async () =>
          (await world.merchant.create('/v1/orders', anOrder().withLines({ sku: 'RARE-1', quantity: 1 }).build()))
            .status,
      )
      .toBe(201);
    const id = await world.place(anOrder().withLines({ sku: 'RARE-1', quantity: 3 }).build());
    await world.reaches(id, 'backordered');
    const lines = [{ sku: 'RARE-1', quantity: 10 }];
    await world.admin
      .create('/v1/stock/receipts', {
        warehouse_id: world.ids.warehouseId,
        reason: 'delivery',
        lines,
      })
      .expect(201);
    await world.reaches(id, 'dispatched');
  });
});
