import { randomUUID } from 'node:crypto';
import { anOrder } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

let app: StartedApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await World.build(await app.admin());
});
afterAll(() => app.stop());

function aCourier(changes: object = {}) {
  const person = { name: 'Zhao Min', phone: '+8613700137000', vehicle: 'bicycle' };
  return { zone_id: world.ids.zoneId, ...person, capacity_parcels: 20, capacity_g: 60_000, ...changes };
}

async function hire(changes: object = {}): Promise<{ id: string; path: string }> {
  const { body } = await world.operator.create('/v1/couriers', aCourier(changes)).expect(201);
  return { id: body.id, path: `/v1/couriers/${body.id}` };
}

interface Page {
  readonly data: readonly { readonly id: string }[];
  readonly page_info: { readonly has_next_page: boolean; readonly next_cursor: string };
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();

describe('couriers', () => {
  it('are taken on once per key', async () => {
    const key = randomUUID();
    const first = await world.operator.create('/v1/couriers', aCourier(), key).expect(201);
    const second = await world.operator.create('/v1/couriers', aCourier(), key).expect(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(first.headers).toMatchObject({ etag: '"1"', location: `/v1/couriers/${first.body.id}` });
    await world.operator.create('/v1/couriers', aCourier({ name: 'Other' }), key).expect(422);
    await world.operator.post('/v1/couriers', aCourier()).expect(400);
  });

  it('belong to a zone that is served', async () => {
    const { body } = await world.operator.create('/v1/couriers', aCourier({ zone_id: randomUUID() })).expect(422);
    expect(body).toMatchObject({ code: 'dispatch.unknown_zone', errors: [{ pointer: '/zone_id' }] });
    await world.operator.create('/v1/couriers', aCourier({ phone: '13700137000', rank: 1 })).expect(400);
    await world.viewer.create('/v1/couriers', aCourier()).expect(403);
  });

  it('can be acted for by a client only when they exist', async () => {
    const { id } = await hire();
    const client = { name: 'Zhao Min', role: 'courier' };
    await world.admin.create('/v1/clients', { ...client, courier_id: id }).expect(201);
    const refused = await world.admin.create('/v1/clients', { ...client, courier_id: randomUUID() }).expect(422);
    expect(refused.body).toMatchObject({ code: 'dispatch.unknown_courier', errors: [{ pointer: '/courier_id' }] });
  });

  it('are listed page by page', async () => {
    await hire();
    const seen: string[] = [];
    let query = `?zone_id=${world.ids.zoneId}&limit=1`;
    for (let more = true; more;) {
      const answer = await world.viewer.get(`/v1/couriers${query}`).expect(200);
      const { data, page_info } = answer.body as Page;
      seen.push(...data.map(({ id }) => id));
      more = page_info.has_next_page;
      query = `?zone_id=${world.ids.zoneId}&limit=1&cursor=${page_info.next_cursor}`;
    }
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen).toContain(world.ids.courierId);
    const foreign = Buffer.from('not an id').toString('base64url');
    await world.viewer.get(`/v1/couriers?cursor=${foreign}`).expect(400);
  });

  it('are changed by those who saw their latest version', async () => {
    const { path } = await hire();
    await world.operator.change('patch', path, 2, { name: 'Zhao Mei' }).expect(412);
    const changed = await world.operator.change('patch', path, 1, { name: 'Zhao Mei' }).expect(200);
    expect(changed.body).toMatchObject({ name: 'Zhao Mei', vehicle: 'bicycle', version: 2 });
    expect(changed.headers.etag).toBe('"2"');
    await world.operator.change('patch', path, 2, { version: 9 }).expect(400);
    await world.operator.change('patch', `/v1/couriers/${randomUUID()}`, 1, { name: 'A' }).expect(404);
  });

  it('tell where they are, each for itself', async () => {
    const { path } = await hire();
    const position = { lat: 39.9, lng: 116.4, recorded_at: hours(0) };
    await world.courier.post(`/v1/couriers/${world.ids.courierId}/position`, position).expect(204);
    await world.courier.post(`${path}/position`, position).expect(404);
    await world.courier.get(path).expect(404);
    await world.operator.post(`${path}/position`, position).expect(204);
    await world.operator.post(`${path}/position`, { ...position, recorded_at: hours(1) }).expect(422);
    await world.operator.post(`${path}/position`, { ...position, lat: 91 }).expect(400);
  });
});

describe('schedules and shifts', () => {
  it('follow one another', async () => {
    const { path } = await hire();
    const entries = [{ weekdays, start: '22:00', end: '06:00' }];
    await world.operator.change('put', `${path}/schedule`, 1, { entries }).expect(200);
    const read = await world.viewer.get(`${path}/schedule`).expect(200);
    expect(read.body).toMatchObject({ entries, version: 2 });
    const { body } = await world.viewer.get(`${path}/shifts?limit=2`).expect(200);
    expect(body.data).toHaveLength(2);
    expect(body.data[0]).toMatchObject({ capacity_parcels: 20, used_parcels: 0, scheduled: true, closed: false });
    const next = await world.viewer.get(`${path}/shifts?limit=2&cursor=${body.page_info.next_cursor}`).expect(200);
    expect(next.body.data[0].starts_at > body.data[1].starts_at).toBe(true);
    const foreign = Buffer.from('9').toString('base64url');
    await world.viewer.get(`${path}/shifts?cursor=${foreign}`).expect(400);
  });

  it('never overlap', async () => {
    const { path } = await hire();
    const twice = [
      { weekdays: ['mon'], start: '08:00', end: '12:00' },
      { weekdays: ['mon'], start: '11:00', end: '15:00' },
    ];
    const refused = await world.operator.change('put', `${path}/schedule`, 1, { entries: twice }).expect(422);
    expect(refused.body.code).toBe('dispatch.schedule_overlaps');
    const shift = { starts_at: hours(1), ends_at: hours(5) };
    await world.operator.create(`${path}/shifts`, shift).expect(201);
    const other = { starts_at: hours(4), ends_at: hours(8) };
    expect((await world.operator.create(`${path}/shifts`, other).expect(409)).body.code).toBe(
      'dispatch.shift_overlaps',
    );
    await world.operator.create(`${path}/shifts`, { starts_at: hours(9), ends_at: hours(8) }).expect(422);
    await world.operator.create(`/v1/couriers/${randomUUID()}/shifts`, shift).expect(404);
  });
});

describe('assignments', () => {
  it('say who carries an order, and why', async () => {
    const orderId = await world.place(anOrder().to(39.93, 116.45).build());
    await world.reaches(orderId, 'dispatched');
    const { body } = await world.viewer.get(`/v1/assignments/${orderId}`).expect(200);
    expect(body).toMatchObject({ order_id: orderId, zone_id: world.ids.zoneId, weight_g: 500 });
    expect(body.explanation.considered).toBeGreaterThan(0);
    const list = await world.viewer.get(`/v1/assignments?courier_id=${body.courier_id}`).expect(200);
    expect(list.body.data).toContainEqual(body);
    const one = await world.viewer.get(`/v1/assignments?order_id=${orderId}`).expect(200);
    expect(one.body.data).toEqual([body]);
    await world.viewer.get(`/v1/assignments/${randomUUID()}`).expect(404);
    await world.merchant.get(`/v1/assignments/${orderId}`).expect(403);
  });

  it('wait for room and take it as soon as it is there', async () => {
    const deliverAfter = new Date(Date.now() + 24 * 24 * 3_600_000);
    const deliverBefore = new Date(deliverAfter.getTime() + 6 * 3_600_000);
    const orderId = await world.place(anOrder().between(deliverAfter, deliverBefore).build());
    await world.reaches(orderId, 'waybill_created');
    const { path } = await hire();
    const shift = { starts_at: deliverAfter.toISOString(), ends_at: deliverBefore.toISOString() };
    await world.operator.create(`${path}/shifts`, shift).expect(201);
    await world.reaches(orderId, 'dispatched');
  });
});

describe('a zone', () => {
  it('is not removed while couriers belong to it', async () => {
    const headers = { authorization: `Bearer ${world.admin.token ?? ''}`, 'if-match': '"1"' };
    const answer = await fetch(`${app.baseUrl}/v1/zones/${world.ids.zoneId}`, { method: 'DELETE', headers });
    expect(await answer.json()).toMatchObject({ code: 'dispatch.zone_in_use' });
    expect(answer.status).toBe(409);
  });
});
