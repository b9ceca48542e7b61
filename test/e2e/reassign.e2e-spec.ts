import { randomUUID } from 'node:crypto';
import { anOrder, eventually } from '#lib/testing';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveSession } from '../support/live-session';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

let app: StartedApp;
let world: World;
let sql: Client;
beforeAll(async () => {
  app = await startApp();
  world = await World.build(await app.admin());
  sql = await liveSession(app.databaseUrl);
});
afterAll(async () => {
  await sql.end();
  await app.stop();
});

interface Placed {
  readonly id: string;
  readonly version: number;
}

async function dispatched(): Promise<Placed> {
  return world.reaches(await world.place(), 'dispatched');
}

/** Somebody else, with a single shift of so many parcels, later than the day that dispatch itself would choose. */
async function courier(parcels: number, zoneId = world.ids.zoneId): Promise<string> {
  const { body } = await world.operator
    .create('/v1/couriers', {
      zone_id: zoneId,
      name: 'Zhao Min',
      phone: '+8613700137000',
      vehicle: 'van',
      capacity_parcels: parcels,
      capacity_g: 1_000_000,
    })
    .expect(201);
  const { id } = body as { id: string };
  const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
  const shift = { starts_at: inHours(50), ends_at: inHours(70) };
  await world.operator.create(`/v1/couriers/${id}/shifts`, shift).expect(201);
  return id;
}

const move = ({ id, version }: Placed, courierId: string, query = '') =>
  world.operator.change('post', `/v1/assignments/${id}/reassign${query}`, version, {
    courier_id: courierId,
    reason: 'The van has broken down',
  });

/** What the shifts of a courier carry, and how many orders say that they are with it. */
async function load(courierId: string): Promise<{ used: number; grams: number; orders: number }> {
  const { rows } = await sql.query<{ used: number; grams: number; orders: number }>(
    `select coalesce(sum(used_parcels), 0)::int as used, coalesce(sum(used_g), 0)::int as grams,
       (select count(*)::int from assignments a join shifts s on s.id = a.shift_id where s.courier_id = $1) as orders
     from shifts where courier_id = $1`,
    [courierId],
  );
  return rows[0] ?? { used: -1, grams: -1, orders: -1 };
}

async function holderOf(orderId: string): Promise<string> {
  const { body } = await world.viewer.get(`/v1/assignments/${orderId}`).expect(200);
  return (body as { courier_id: string }).courier_id;
}

describe('naming another courier', () => {
  it('is looked at first, and changes nothing then', async () => {
    const order = await dispatched();
    const other = await courier(5);
    const before = await load(world.ids.courierId);
    const { body } = await move(order, other, '?preview=true').expect(200);
    expect(body).toMatchObject({
      applied: false,
      version: order.version,
      from: { courier_id: world.ids.courierId, distance_m: expect.any(Number) as number },
      to: { courier_id: other, capacity: { parcels: 5 }, load_before: { parcels: 0 }, load_after: { parcels: 1 } },
    });
    expect(await load(world.ids.courierId)).toEqual(before);
    expect(await load(other)).toEqual({ used: 0, grams: 0, orders: 0 });
    expect((await world.reaches(order.id, 'dispatched')).version).toBe(order.version);
  });

  it('moves its slot once, with an event and an entry of the audit', async () => {
    const order = await dispatched();
    const other = await courier(5);
    const before = await load(world.ids.courierId);
    const answer = await move(order, other).expect(200);
    expect(answer.headers.etag).toBe(`"${order.version + 1}"`);
    expect(answer.body).toMatchObject({ applied: true, to: { load_after: { parcels: 1 } } });
    await move(order, other).expect(412);
    const moved = await load(other);
    expect(moved).toMatchObject({ used: 1, orders: 1 });
    const after = await load(world.ids.courierId);
    expect(after).toEqual({ used: before.used - 1, grams: before.grams - moved.grams, orders: before.orders - 1 });
    const { body } = await world.viewer.get(`/v1/orders/${order.id}?expand=events,assignment`).expect(200);
    expect(body).toMatchObject({ status: 'dispatched', assignment: { explanation: { chosen_by: 'operator' } } });
    const last = (body as { events: object[] }).events.at(-1);
    expect(last).toMatchObject({
      code: 'reassigned',
      from: 'dispatched',
      to: 'dispatched',
      data: { courier_id: other, from_courier_id: world.ids.courierId, reason: 'The van has broken down' },
    });
    const { rows } = await sql.query(
      `select before ->> 'courier_id' as was, after ->> 'courier_id' as now from audit_entries where resource_id = $1`,
      [order.id],
    );
    expect(rows).toEqual([{ was: world.ids.courierId, now: other }]);
  });

  it('gives the last slot to one of two that want it at once', async () => {
    const orders = [await dispatched(), await dispatched()];
    const other = await courier(1);
    const answers = await Promise.all(orders.map((order) => move(order, other)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    const loser = answers.find(({ status }) => status === 409);
    expect(loser?.body).toMatchObject({ code: 'dispatch.no_room', rejected: { full: 1 } });
    expect(await load(other)).toMatchObject({ used: 1, orders: 1 });
    const holders = await Promise.all(orders.map(({ id }) => holderOf(id)));
    expect(holders.sort()).toEqual([other, world.ids.courierId].sort());
  });

  it('does it once when the same wish comes twice at once', async () => {
    const order = await dispatched();
    const other = await courier(5);
    const answers = await Promise.all([move(order, other), move(order, other)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 412]));
    expect(await load(other)).toMatchObject({ used: 1, orders: 1 });
  });
});

describe('what is not allowed', () => {
  it('says who cannot take it, and why', async () => {
    const order = await dispatched();
    const { viewer, operator, ids } = world;
    const body = { courier_id: ids.courierId, reason: 'No' };
    await operator.post(`/v1/assignments/${order.id}/reassign`, body).expect(428);
    await viewer.change('post', `/v1/assignments/${order.id}/reassign`, order.version, body).expect(403);
    const codeOf = async (courierId: string, status: number): Promise<string> => {
      const answer = await move(order, courierId).expect(status);
      const preview = await move(order, courierId, '?preview=true').expect(status);
      expect((preview.body as { code: string }).code).toBe((answer.body as { code: string }).code);
      return (answer.body as { code: string }).code;
    };
    expect(await codeOf(randomUUID(), 422)).toBe('dispatch.unknown_courier');
    expect(await codeOf(ids.courierId, 409)).toBe('dispatch.same_courier');
    const idle = await courier(3);
    await operator.change('patch', `/v1/couriers/${idle}`, 1, { active: false }).expect(200);
    expect(await codeOf(idle, 422)).toBe('dispatch.courier_inactive');
    const far = await operator
      .create('/v1/zones', {
        code: 'FAR',
        name: 'Far',
        station_id: ids.stationId,
        country: 'CN',
        lat: 30,
        lng: 104,
        radius_m: 1_000,
      })
      .expect(201);
    expect(await codeOf(await courier(3, (far.body as { id: string }).id), 422)).toBe('dispatch.courier_elsewhere');
    expect((await world.reaches(order.id, 'dispatched')).version).toBe(order.version);
  });

  it('is an order that is over, or that there is not', async () => {
    const order = await dispatched();
    const other = await courier(3);
    await world.operator.change('post', `/v1/orders/${order.id}/cancel`, order.version).expect(200);
    const { version } = await world.reaches(order.id, 'cancelled');
    const { body } = await move({ id: order.id, version }, other).expect(409);
    expect(body).toMatchObject({ code: 'order.not_reassignable', order_status: 'cancelled' });
    await move({ id: randomUUID(), version: 1 }, other).expect(404);
  });
});

describe("a zone's dispatch", () => {
  it('shows couriers with their load and position, and who found none with the reason', async () => {
    const at = new Date().toISOString();
    const position = { lat: 39.91, lng: 116.41, recorded_at: at };
    await world.courier.post(`/v1/couriers/${world.ids.courierId}/position`, position).expect(204);
    const order = anOrder().build();
    const heavy = { ...order, deliver_before: new Date(Date.now() + 60_000).toISOString() };
    const waitingId = await world.place(heavy);
    const read = async () => {
      const { body } = await world.viewer.get(`/v1/zones/${world.ids.zoneId}/dispatch`).expect(200);
      return body as {
        couriers: { id: string; shift: { used_parcels: number }; position: { recorded_at: string } | null }[];
        unassigned: { order_id: string; code: string; detail: { detail: { rejected: object } } }[];
        more: object;
      };
    };
    const seen = await eventually(read, ({ unassigned }) => unassigned.some((one) => one.order_id === waitingId));
    const first = seen.couriers.find(({ id }) => id === world.ids.courierId);
    expect(first).toMatchObject({ position: { ...position }, shift: { used_parcels: expect.any(Number) as number } });
    const unassigned = seen.unassigned.find((one) => one.order_id === waitingId);
    expect(unassigned).toMatchObject({
      code: 'capacity',
      detail: { detail: { rejected: expect.anything() as object } },
    });
    expect(seen.more).toEqual({ couriers: false, waiting: false, unassigned: false });
    await world.viewer.get(`/v1/zones/${randomUUID()}/dispatch`).expect(404);
  });
});
