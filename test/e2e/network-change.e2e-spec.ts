import { anOrder, eventually } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from '../support/api';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

const SEATS = 1;
const AT_ONCE = 6;
/** Much less than what a second look or a list that is trusted for an hour would take. */
const PROMPTLY_MS = 6_000;

let app: StartedApp;
let admin: Api;
let world: World;
beforeAll(async () => {
  app = await startApp();
  admin = await app.admin();
  world = await World.build(admin, { seats: SEATS });
});
afterAll(() => app.stop());

async function create<Id = string>(path: string, body: object): Promise<Id> {
  return ((await admin.create(path, body).expect(201)).body as { id: Id }).id;
}

function facility(code: string, kind: string): Promise<string> {
  return create('/v1/facilities', { code, kind, name: code, country: 'CN', lat: 34, lng: 118 });
}

/** A link with a departure every two hours. */
async function link(from: string, to: string, durationS: number): Promise<number> {
  const ends = { from_facility_id: from, to_facility_id: to };
  const id = await create<number>('/v1/links', { ...ends, distance_m: 600_000, duration_s: durationS });
  for (let hour = 0; hour < 24; hour += 2) {
    await create('/v1/timetables', { link_id: id, departs_minute: hour * 60, seats: 1_000 });
  }
  return id;
}

async function statusOf(orderId: string): Promise<string> {
  return ((await world.operator.get(`/v1/orders/${orderId}`).expect(200)).body as { status: string }).status;
}

async function waitingOf(orderId: string): Promise<{ reason: string; key: string } | null> {
  const { body } = await world.operator.get(`/v1/orders/${orderId}?expand=waiting`).expect(200);
  return (body as { waiting: { reason: string; key: string } | null }).waiting;
}

async function dispatchedPromptly(orderIds: readonly string[]): Promise<void> {
  await eventually(
    () => Promise.all(orderIds.map(statusOf)),
    (seen) => seen.every((status) => status === 'dispatched'),
    PROMPTLY_MS,
  );
}

describe('a change of the network', () => {
  it('lets orders go on that wait for a seat, where it opens another way', async () => {
    const ids: string[] = [];
    let waiting: string[] = [];
    while (waiting.length < 3) {
      ids.push(...(await Promise.all(Array.from({ length: AT_ONCE }, () => world.place()))));
      const settled = await eventually(
        () => Promise.all(ids.map(async (id) => [id, await statusOf(id), await waitingOf(id)] as const)),
        (seen) => seen.every(([, status, parked]) => status === 'dispatched' || parked !== null),
      );
      waiting = settled.filter(([, status]) => status !== 'dispatched').map(([id]) => id);
    }
    expect(await waitingOf(waiting[0] ?? '')).toMatchObject({ reason: 'capacity', key: `link:${world.ids.linkId}` });
    const hub = await facility('HUB', 'hub');
    await link(world.ids.warehouseFacilityId, hub, 9_000);
    await link(hub, world.ids.stationId, 9_000);
    await dispatchedPromptly(waiting);
    const { body } = await world.operator.get(`/v1/orders/${waiting[0] ?? ''}?expand=route`).expect(200);
    expect((body as { route: { link_ids: number[] } }).route.link_ids).toHaveLength(2);
  });

  it('lets orders go on that wait for stock, where it opens the way from a warehouse that has it', async () => {
    await admin.create('/v1/skus', { sku: 'FAR-1', name: 'Far', weight_g: 100 }).expect(201);
    const site = await facility('WH-FAR', 'warehouse');
    const warehouse = await create('/v1/warehouses', { code: 'FAR', name: 'Far', facility_id: site });
    const lines = [{ sku: 'FAR-1', quantity: 2 }];
    await admin.create('/v1/stock/receipts', { warehouse_id: warehouse, reason: 'Delivery', lines }).expect(201);
    const place = (): Promise<string> => world.place(anOrder().withLines({ sku: 'FAR-1', quantity: 1 }).build());
    const ids = [await place(), await place(), await place()];
    await Promise.all(ids.map((id) => world.reaches(id, 'backordered')));
    await link(site, world.ids.stationId, 18_000);
    await dispatchedPromptly(ids.slice(0, 2));
    expect(await waitingOf(ids[2] ?? '')).toMatchObject({ reason: 'stock', key: 'FAR-1' });
  });

  it('lets orders go on that had no way at all', async () => {
    const zone = await create('/v1/zones', {
      code: 'XIAN',
      name: 'Xian',
      station_id: await facility('ST-XIAN', 'station'),
      country: 'CN',
      lat: 34.3,
      lng: 108.9,
      radius_m: 50_000,
    });
    const placed = await eventually(
      () => world.merchant.create('/v1/orders', anOrder().to(34.3, 108.9).build()),
      ({ status }) => status === 201,
    );
    const { id: order } = placed.body as { id: string };
    const parked = await eventually(
      () => waitingOf(order),
      (waiting) => waiting !== null,
    );
    expect(parked).toMatchObject({ reason: 'route', key: zone });
    const { body } = await admin.get(`/v1/zones/${zone}`).expect(200);
    await link(world.ids.warehouseFacilityId, (body as { station_id: string }).station_id, 9_000);
    // There is no courier: the order has a way and a waybill, and waits for room in its zone.
    const next = await eventually(
      () => waitingOf(order),
      (waiting) => waiting?.reason === 'capacity',
      PROMPTLY_MS,
    );
    expect(next).toMatchObject({ key: `zone:${zone}` });
  });
});
