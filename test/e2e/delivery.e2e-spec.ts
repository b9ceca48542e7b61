import { randomUUID } from 'node:crypto';
import { anOrder, type OrderBody } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../support/api';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

let app: StartedApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await World.build(await app.admin());
});
afterAll(() => app.stop());

interface ScanResult {
  readonly status: number;
  readonly scan?: { readonly outcome: string; readonly order_status: string; readonly sequence: number };
  readonly replayed?: boolean;
  readonly problem?: { readonly code: string; readonly errors: object[] };
}

interface TaskView {
  readonly id: string;
  readonly waybill: string;
  readonly order_status: string;
}

interface OrderView {
  readonly status: string;
  readonly version: number;
  readonly waybill: { readonly number: string };
  readonly events: readonly { readonly code: string; readonly sequence: number }[];
}

interface TrackingView {
  readonly status: string;
  readonly eta_at: string;
  readonly events: readonly { readonly code: string; readonly facility: object }[];
}

interface Parcel {
  readonly orderId: string;
  readonly waybill: string;
}

async function dispatched(order: OrderBody = anOrder().build()): Promise<Parcel> {
  const orderId = await world.place(order);
  await world.reaches(orderId, 'dispatched');
  return { orderId, waybill: (await orderOf({ orderId })).waybill.number };
}

async function orderOf({ orderId }: { orderId: string }): Promise<OrderView> {
  const answer = await world.operator.get(`/v1/orders/${orderId}?expand=waybill,events`).expect(200);
  return answer.body as OrderView;
}

async function tasks(query = '', api = world.courier): Promise<TaskView[]> {
  const answer = await api.get(`/v1/tasks?limit=200${query}`).expect(200);
  return (answer.body as { data: TaskView[] }).data;
}

const now = (): string => new Date().toISOString();

function aScan(parcel: Parcel, code: string, changes: object = {}) {
  const facility = code === 'arrived' ? world.ids.stationId : world.ids.warehouseFacilityId;
  const { waybill } = parcel;
  return { event_id: randomUUID(), waybill, code, facility_id: facility, occurred_at: now(), ...changes };
}

async function scan(...scans: (object | string)[]): Promise<ScanResult[]> {
  const answer = await world.scanner.post('/v1/scans', scans).expect(200);
  return (answer.body as { data: ScanResult[] }).data;
}

/** Brings a parcel to its station and answers the courier's task. */
async function atStation(parcel: Parcel): Promise<TaskView> {
  await scan(aScan(parcel, 'picked_up'), aScan(parcel, 'departed'), aScan(parcel, 'arrived'));
  const task = (await tasks()).find(({ waybill }) => waybill === parcel.waybill);
  if (task === undefined) throw new Error(`The courier has no task for ${parcel.waybill}`);
  return task;
}

function report(taskId: string, code: string, changes: object = {}, api: Api = world.courier) {
  return api.post(`/v1/tasks/${taskId}/events`, { event_id: randomUUID(), code, occurred_at: now(), ...changes });
}

/** A courier who has nothing to do with any parcel, signed in. */
async function stranger(): Promise<Api> {
  const body = {
    zone_id: world.ids.zoneId,
    name: 'Zhao Min',
    phone: '+8613800138009',
    vehicle: 'bicycle',
    capacity_parcels: 10,
    capacity_g: 100_000,
  };
  const created = await world.admin.create('/v1/couriers', body).expect(201);
  return World.addClient(world.admin, { role: 'courier', courier_id: (created.body as { id: string }).id });
}

async function usedParcels(): Promise<number> {
  const answer = await world.operator.get(`/v1/couriers/${world.ids.courierId}/shifts`).expect(200);
  const { data } = answer.body as { data: { used_parcels: number }[] };
  return data.reduce((sum, shift) => sum + shift.used_parcels, 0);
}

describe('delivery', () => {
  it('brings a parcel from the warehouse to the door, where cash is taken', async () => {
    const parcel = await dispatched(anOrder().paying(4_200, 'cod').build());
    const usedBefore = await usedParcels();
    const task = await atStation(parcel);
    expect(task).toMatchObject({
      order_id: parcel.orderId,
      courier_id: world.ids.courierId,
      state: 'open',
      order_status: 'in_transit',
      recipient: { name: 'Li Lei', phone: '+8613800138000', city: 'Beijing' },
      collect: { amount_minor: 4_200, currency: 'CNY' },
    });
    await report(task.id, 'out_for_delivery').expect(200);
    const proof = { recipient_name: 'Han Meimei', signature_ref: 'signatures/1.png', one_time_code: '483920' };
    const position = { lat: 39.92, lng: 116.44 };
    const done = await report(task.id, 'delivered', { proof, position }).expect(200);
    expect(done.body).toMatchObject({ outcome: 'moved', order_status: 'delivered' });
    expect(await world.reaches(parcel.orderId, 'delivered')).toMatchObject({ payment_status: 'captured' });
    const { body: closed } = await world.courier.get(`/v1/tasks/${task.id}`).expect(200);
    expect(closed).toMatchObject({
      state: 'closed',
      recipient: null,
      proof: { recipient_name: 'Han Meimei', signature_ref: 'signatures/1.png', photo_ref: null, position },
    });
    expect(JSON.stringify(closed)).not.toContain('483920');
    expect(await usedParcels()).toBe(usedBefore - 1);
    await world.operator.get(`/v1/assignments/${parcel.orderId}`).expect(404);
  });

  it('shows a task from the arrival at the station on, not before', async () => {
    const parcel = await dispatched();
    await scan(aScan(parcel, 'picked_up'), aScan(parcel, 'arrived', { facility_id: world.ids.warehouseFacilityId }));
    expect((await tasks()).map(({ waybill }) => waybill)).not.toContain(parcel.waybill);
    expect(await atStation(parcel)).toMatchObject({ state: 'open' });
  });

  it('tries again after a failed attempt', async () => {
    const task = await atStation(await dispatched());
    await report(task.id, 'out_for_delivery').expect(200);
    await report(task.id, 'delivery_attempt_failed', { reason_code: 'consignee_absent' }).expect(200);
    expect((await tasks()).map(({ id }) => id)).toContain(task.id);
    const again = await report(task.id, 'out_for_delivery').expect(200);
    expect(again.body).toMatchObject({ outcome: 'moved', order_status: 'out_for_delivery' });
    await report(task.id, 'refused', { reason_code: 'consignee_refused' }).expect(200);
    expect((await tasks('&state=closed')).find(({ id }) => id === task.id)).toMatchObject({
      order_status: 'return_to_sender',
    });
  });

  it('believes no delivery without a proof and no failure without a reason', async () => {
    const task = await atStation(await dispatched());
    const fault = async (code: string, changes: object): Promise<string> => {
      const answer = await report(task.id, code, changes).expect(422);
      return (answer.body as { code: string }).code;
    };
    expect(await fault('delivered', {})).toBe('delivery.proof_required');
    expect(await fault('delivery_attempt_failed', {})).toBe('delivery.reason_required');
    expect(await fault('out_for_delivery', { proof: { recipient_name: 'A' } })).toBe('delivery.proof_unexpected');
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect(await fault('out_for_delivery', { occurred_at: tomorrow })).toBe('delivery.occurred_in_future');
    await report(task.id, 'delivered', { proof: { recipient_name: ' ' } }).expect(400);
  });
});

describe('reports', () => {
  it('count once, however often and from however many sides they come', async () => {
    const parcel = await dispatched();
    const one = aScan(parcel, 'picked_up');
    const answers = (await Promise.all(Array.from({ length: 12 }, () => scan(one, one)))).flat();
    expect(new Set(answers.map((answer) => JSON.stringify([answer.status, answer.scan])))).toHaveLength(1);
    expect(answers.filter((answer) => answer.replayed === undefined)).toHaveLength(1);
    const { events } = await orderOf(parcel);
    expect(events.filter(({ code }) => code === 'picked_up')).toHaveLength(1);
  });

  it('of couriers, too: a repeated one is answered as the first time', async () => {
    const task = await atStation(await dispatched());
    await report(task.id, 'out_for_delivery').expect(200);
    const event = { event_id: randomUUID(), occurred_at: now(), proof: { recipient_name: 'Han Meimei' } };
    const first = await report(task.id, 'delivered', event).expect(200);
    const second = await report(task.id, 'delivered', event).expect(200);
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    const { event_id } = event;
    const other = await report(task.id, 'out_for_delivery', { event_id }).expect(422);
    expect(other.body.code).toBe('delivery.event_id_reused');
  });

  it('that come late are kept and move nothing back', async () => {
    const parcel = await dispatched();
    const task = await atStation(parcel);
    await report(task.id, 'out_for_delivery').expect(200);
    const [late] = await scan(aScan(parcel, 'arrived'));
    expect(late).toMatchObject({ status: 200, scan: { outcome: 'recorded', order_status: 'out_for_delivery' } });
    const order = await orderOf(parcel);
    expect(order).toMatchObject({ status: 'out_for_delivery', version: late?.scan?.sequence });
    expect(order.events.at(-1)).toMatchObject({ code: 'arrived_at_facility', sequence: late?.scan?.sequence });
  });

  it('of one batch are applied as they happened', async () => {
    const parcel = await dispatched();
    const ago = (minutes: number) => ({ occurred_at: new Date(Date.now() - minutes * 60_000).toISOString() });
    const results = await scan(
      aScan(parcel, 'arrived', ago(1)),
      aScan(parcel, 'departed', ago(2)),
      aScan(parcel, 'picked_up', ago(3)),
    );
    expect(results.map(({ scan: seen }) => seen?.outcome)).toEqual(['recorded', 'moved', 'moved']);
  });

  it('get a result each: a bad one does not touch its neighbours', async () => {
    const parcel = await dispatched();
    const cancelled = await dispatched();
    await world.merchant.post(`/v1/orders/${cancelled.orderId}/cancel`).expect(200);
    const results = await scan(
      aScan(parcel, 'picked_up', { waybill: 'LH000000000000Z' }),
      aScan(parcel, 'picked_up', { facility_id: randomUUID() }),
      aScan(parcel, 'teleported'),
      aScan(parcel, 'picked_up', { event_id: 'one' }),
      'scan',
      aScan(cancelled, 'picked_up'),
      aScan(parcel, 'picked_up', { waybill: parcel.waybill.toLowerCase() }),
    );
    expect(results.map(({ status }) => status)).toEqual([404, 422, 400, 400, 400, 409, 200]);
    expect(results[0]?.problem?.code).toBe('delivery.unknown_waybill');
    expect(results[1]?.problem?.code).toBe('delivery.unknown_facility');
    expect(results[2]?.problem?.errors).toMatchObject([{ pointer: '/code' }]);
  });

  it('are refused from those who have no business with them', async () => {
    await world.merchant.post('/v1/scans', []).expect(403);
    await world.scanner.post('/v1/scans', []).expect(400);
    await world.scanner
      .post(
        '/v1/scans',
        Array.from({ length: 501 }, () => ({})),
      )
      .expect(400);
    await world.scanner.get('/v1/tasks').expect(403);
  });
});

describe('tasks of another courier', () => {
  it('do not exist', async () => {
    const task = await atStation(await dispatched());
    const other = await stranger();
    await other.get(`/v1/tasks/${task.id}`).expect(404);
    await report(task.id, 'out_for_delivery', {}, other).expect(404);
    expect(await tasks(`&courier_id=${world.ids.courierId}`, other)).toEqual([]);
    await world.operator.get('/v1/tasks').expect(400);
    await world.operator.get(`/v1/tasks?courier_id=${world.ids.courierId}&limit=1`).expect(200);
  });
});

describe('public tracking', () => {
  it('tells where a parcel is, to everybody, and of nobody', async () => {
    const parcel = await dispatched();
    const task = await atStation(parcel);
    const anybody = new Api(app.baseUrl);
    const answer = await anybody.get(`/v1/track/${parcel.waybill}`).expect(200);
    const body = answer.body as TrackingView;
    expect(body).toMatchObject({ waybill: parcel.waybill, status: 'in_transit' });
    expect(body.events.map(({ code }) => code)).toEqual([
      'label_created',
      'courier_assigned',
      'picked_up',
      'departed_facility',
      'arrived_at_facility',
    ]);
    expect(body.events.at(-1)?.facility).toEqual({ name: 'ST-BEIJING', country: 'CN' });
    expect(Date.parse(body.eta_at)).toBeGreaterThan(Date.now());
    for (const secret of ['Li Lei', '1380', 'Chaoyang', parcel.orderId, world.ids.courierId]) {
      expect(answer.text).not.toContain(secret);
    }
    await report(task.id, 'out_for_delivery').expect(200);
    await report(task.id, 'delivered', { proof: { recipient_name: 'Han Meimei' } }).expect(200);
    const typed = parcel.waybill.toLowerCase().replace(/(.{4})/g, '$1-');
    const after = await anybody.get(`/v1/track/${typed}`).expect(200);
    expect(after.body).toMatchObject({ status: 'delivered', eta_at: null });
    expect(after.text).not.toContain('Han Meimei');
  });

  it('knows no other numbers', async () => {
    const anybody = new Api(app.baseUrl);
    for (const number of ['LH000000000000Z', 'nonsense', '%00']) {
      const { status } = await anybody.get(`/v1/track/${number}`);
      expect([400, 404]).toContain(status);
    }
  });
});
