import { randomUUID } from 'node:crypto';
import { eventually } from '#lib/testing';
import type { Test } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bringToStation } from '../security/support/stage';
import type { Api } from '../support/api';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

interface Assignment {
  readonly courier_id: string;
  readonly shift_id: number;
}

interface Shift {
  readonly id: number;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly used_parcels: number;
}

interface OrderView {
  readonly status: string;
  readonly assignment: Assignment | null;
  readonly waiting: { readonly reason: string; readonly key: string } | null;
  readonly events: readonly { readonly code: string; readonly status: string; readonly data: object | null }[];
}

type Parcel = Awaited<ReturnType<typeof bringToStation>>;

let app: StartedApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await World.build(await app.admin());
});
afterAll(() => app.stop());

async function orderOf({ orderId }: Parcel): Promise<OrderView> {
  const answer = await world.operator.get(`/v1/orders/${orderId}?expand=events,assignment,waiting`).expect(200);
  return answer.body as OrderView;
}

function report({ taskId }: Parcel, code: string, changes: object = {}, courier: Api = world.courier): Test {
  const body = { event_id: randomUUID(), code, occurred_at: new Date().toISOString(), ...changes };
  return courier.post(`/v1/tasks/${taskId}/events`, body);
}

async function fail(parcel: Parcel, courier = world.courier): Promise<void> {
  await report(parcel, 'out_for_delivery', {}, courier).expect(200);
  await report(parcel, 'delivery_attempt_failed', { reason_code: 'consignee_absent' }, courier).expect(200);
}

async function deliver(parcel: Parcel, courier = world.courier): Promise<void> {
  await report(parcel, 'out_for_delivery', {}, courier).expect(200);
  await report(parcel, 'delivered', { proof: { recipient_name: 'Han Meimei' } }, courier).expect(200);
}

/** The order once it has a courier again. */
function planned(parcel: Parcel): Promise<OrderView> {
  return eventually(
    () => orderOf(parcel),
    ({ assignment }) => assignment !== null,
  );
}

async function shifts(courierId = world.ids.courierId): Promise<Shift[]> {
  const answer = await world.operator.get(`/v1/couriers/${courierId}/shifts`).expect(200);
  return (answer.body as { data: Shift[] }).data;
}

async function openTasks(courier: Api): Promise<string[]> {
  const answer = await courier.get('/v1/tasks?state=open').expect(200);
  return (answer.body as { data: { id: string }[] }).data.map(({ id }) => id);
}

/** Lets the world's courier take new orders, or none. */
async function setActive(active: boolean): Promise<void> {
  const path = `/v1/couriers/${world.ids.courierId}`;
  const { body } = await world.operator.get(path).expect(200);
  await world.operator.change('patch', path, (body as { version: number }).version, { active }).expect(200);
}

describe('a parcel that could not be handed over', () => {
  it('is planned on a later shift, and the slot of the first is free again', async () => {
    const parcel = await bringToStation(world);
    const first = (await orderOf(parcel)).assignment;
    await fail(parcel);
    await planned(parcel);
    const { status, assignment, events } = await orderOf(parcel);
    expect(status).toBe('delivery_failed');
    expect(events.at(-1)).toMatchObject({ code: 'courier_assigned', data: { shift_id: assignment?.shift_id } });
    const of = async (id: number | undefined): Promise<Shift | undefined> =>
      (await shifts()).find((shift) => shift.id === id);
    const [before, after] = [await of(first?.shift_id), await of(assignment?.shift_id)];
    expect([before?.used_parcels, after?.used_parcels]).toEqual([0, 1]);
    expect(Date.parse(after?.starts_at ?? '')).toBeGreaterThanOrEqual(Date.parse(before?.ends_at ?? ''));
    expect(await openTasks(world.courier)).toContain(parcel.taskId);
    await deliver(parcel);
    expect((await orderOf(parcel)).status).toBe('delivered');
    expect((await shifts()).reduce((sum, shift) => sum + shift.used_parcels, 0)).toBe(0);
  });

  it('goes to the courier of that shift; the one before may still send in what was until then', async () => {
    const parcel = await bringToStation(world);
    const body = {
      zone_id: world.ids.zoneId,
      name: 'Zhao Min',
      phone: '+8613800138009',
      vehicle: 'bicycle',
      capacity_parcels: 10,
      capacity_g: 100_000,
    };
    const { id } = (await world.operator.create('/v1/couriers', body).expect(201)).body as { id: string };
    const entries = [{ weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], start: '00:00', end: '00:00' }];
    await world.operator.change('put', `/v1/couriers/${id}/schedule`, 1, { entries }).expect(200);
    const other = await World.addClient(world.admin, { role: 'courier', courier_id: id });
    await setActive(false);
    const before = new Date().toISOString();
    await fail(parcel);
    expect((await planned(parcel)).assignment?.courier_id).toBe(id);
    expect(await openTasks(world.courier)).not.toContain(parcel.taskId);
    expect(await openTasks(other)).toEqual([parcel.taskId]);
    await report(parcel, 'out_for_delivery').expect(404);
    await world.courier.get(`/v1/tasks/${parcel.taskId}`).expect(404);
    const late = await report(parcel, 'out_for_delivery', { occurred_at: before }).expect(200);
    expect(late.body).toMatchObject({ outcome: 'recorded', order_status: 'delivery_failed' });
    await deliver(parcel, other);
    expect((await shifts(id)).reduce((sum, shift) => sum + shift.used_parcels, 0)).toBe(0);
    await world.operator.change('patch', `/v1/couriers/${id}`, 2, { active: false }).expect(200);
    await setActive(true);
  });

  it('waits for room where there is none, unless it is tried again or goes back before', async () => {
    const [tried, returned, kept] = [
      await bringToStation(world),
      await bringToStation(world),
      await bringToStation(world),
    ];
    await setActive(false);
    const waits = { reason: 'capacity', key: `zone:${world.ids.zoneId}` };
    for (const parcel of [tried, returned, kept]) {
      await fail(parcel);
      const { waiting } = await eventually(
        () => orderOf(parcel),
        (order) => order.waiting !== null,
      );
      expect(waiting).toMatchObject(waits);
    }
    await report(tried, 'out_for_delivery').expect(200);
    await report(returned, 'refused', { reason_code: 'consignee_refused' }).expect(200);
    for (const parcel of [tried, returned]) expect((await orderOf(parcel)).waiting).toBeNull();
    await setActive(true);
    expect((await planned(kept)).waiting).toBeNull();
    for (const parcel of [tried, returned]) expect((await orderOf(parcel)).assignment).toBeNull();
    await report(kept, 'refused', { reason_code: 'consignee_refused' }).expect(200);
    expect((await orderOf(kept)).assignment).toBeNull();
  });
});
