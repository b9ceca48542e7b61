import { randomUUID } from 'node:crypto';
import { Database, statement } from '#lib/database';
import { systemContext } from '#lib/kernel';
import { eventually } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aScan, bringToStation } from '../security/support/stage';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

/** Zeros when every slot that is taken is an active assignment's, every seat a booking's, and nothing is left to do. */
const UNSOUND = statement(
  'test.unsound',
  `select
     (select coalesce(sum(used_parcels), 0)::int from shifts) - (select count(*)::int from assignments) as slots,
     (select coalesce(sum(used), 0)::int from trips) - (
        select coalesce(sum(cardinality(trip_ids)), 0)::int from seat_bookings) as seats,
     (select count(*)::int from orders o where o.version <> (
        select count(*) from order_events e where e.order_id = o.id)) as events,
     (select count(*)::int from parked p join orders o on o.id = p.order_id where o.status <> 'delivery_failed') as parked,
     (select count(*)::int from work where run_after <= now() + interval '1 minute') as due`,
);

let app: StartedApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await World.build(await app.admin(), { courierParcels: 12 });
});
afterAll(() => app.stop());

describe('a parcel that is tried again while its next attempt is planned', () => {
  it('ends with one courier or none, and every slot is taken once or free', async () => {
    const parcels = [];
    for (let n = 0; n < 12; n++) parcels.push(await bringToStation(world));
    const report = async (taskId: string, code: string): Promise<number> => {
      const reason = code === 'out_for_delivery' ? {} : { reason_code: 'consignee_absent' };
      const body = { event_id: randomUUID(), code, occurred_at: new Date().toISOString(), ...reason };
      return (await world.courier.post(`/v1/tasks/${taskId}/events`, body)).status;
    };
    const db = app.nest.get(Database).statements(systemContext('test'));
    for (const last of ['delivery_attempt_failed', 'out_for_delivery', 'refused']) {
      await Promise.all(
        parcels.map(async ({ taskId }, n) => {
          expect(await report(taskId, 'out_for_delivery')).toBe(200);
          expect(await report(taskId, 'delivery_attempt_failed')).toBe(200);
          // Some at once, some when the stage may be at it.
          for (let look = 0; look < n % 4; look++) await world.courier.get(`/v1/tasks/${taskId}`).expect(200);
          await Promise.all([report(taskId, 'out_for_delivery'), report(taskId, 'out_for_delivery')]);
          await report(taskId, last);
        }),
      );
      const sound = { slots: 0, seats: 0, events: 0, parked: 0, due: 0 };
      const read = async (): Promise<object | undefined> => (await db.query(UNSOUND))[0];
      const settled = await eventually(read, (row) => (row as typeof sound).due === 0);
      expect(settled).toEqual(sound);
    }
    const returned = parcels.map(({ waybill }) => aScan('returned', waybill, world.ids.warehouseFacilityId));
    await world.scanner.post('/v1/scans', returned).expect(200);
    const kept = await world.operator.get('/v1/assignments?limit=200').expect(200);
    expect((kept.body as { data: object[] }).data).toEqual([]);
  });
});
