import { status, type Metadata, type ServiceError } from '@grpc/grpc-js';
import type { ClientGrpcProxy } from '@nestjs/microservices';
import { LOOPBACK } from '#lib/embedded';
import { GrpcDoor } from '#lib/grpc';
import { Queues } from '#lib/queue';
import { anOrder, eventually } from '#lib/testing';
import { from, lastValueFrom, Subject, toArray, type Observable } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectGrpc } from '../../libs/grpc/connect';
import { bearer, grpcClient, richStatusOf } from '../support/grpc-client';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

interface PlaceResult {
  readonly idempotency_key: string;
  readonly outcome: 'placed' | 'problem';
  readonly placed?: {
    readonly id: string;
    readonly reference: string;
    readonly status: string;
    readonly replayed: boolean;
  };
  readonly problem?: { readonly status: number; readonly code: string; readonly errors: { pointer: string }[] };
}
interface TrackEvent {
  readonly sequence: number;
  readonly code: string;
  readonly to: string;
}
interface Orders {
  placeOrders(requests: Observable<object>, metadata?: Metadata): Observable<PlaceResult>;
  track(request: object, metadata?: Metadata): Observable<TrackEvent>;
}
interface Routes {
  calculateRoute(
    request: object,
    metadata?: Metadata,
  ): Observable<{ distance: number; duration: number; legs: object[] }>;
}
interface Delivery {
  readonly status: string;
  readonly courier_id: string;
  readonly trip_ids: number[];
  readonly newly_assigned: boolean;
}
interface Transport {
  assignDelivery(request: object, metadata?: Metadata): Observable<Delivery>;
}

function throwAtOnce(error: unknown): never {
  throw error;
}

let app: StartedApp;
let world: World;
let door: GrpcDoor;
let client: ClientGrpcProxy;
let calls: { path: string; code: number }[];
beforeAll(async () => {
  app = await startApp();
  world = await World.build(await app.admin());
  calls = [];
  const metrics = { called: (path: string, code: number) => void calls.push({ path, code }) };
  door = new GrpcDoor(() => connectGrpc(app.nest, metrics), throwAtOnce);
  client = grpcClient(`${LOOPBACK}:${await door.listen(LOOPBACK, 0)}`);
});
afterAll(async () => {
  client.close();
  await door.stop();
  await app.stop();
});

const orders = (): Orders => client.getService<Orders>('OrderService');
const routes = (): Routes => client.getService<Routes>('RouteService');
const transport = (): Transport => client.getService<Transport>('TransportService');
const asMerchant = (): Metadata => bearer(world.merchant.token);
const asOperator = (): Metadata => bearer(world.operator.token);

function request(key: string, body: object = anOrder().build()): object {
  return { idempotency_key: key, order: body };
}

async function failure(stream: Observable<unknown>): Promise<ServiceError> {
  return lastValueFrom(stream.pipe(toArray())).then(
    (values) => Promise.reject(new Error(`Answered ${JSON.stringify(values)}`)),
    (error: unknown) => error as ServiceError,
  );
}

describe('orders over gRPC', () => {
  it('are placed as they come, each answered for itself, once per key', async () => {
    const body = anOrder().build();
    const requests = [
      request('grpc-1', body),
      request('grpc-2', anOrder().withLines({ sku: 'SKU-9999', quantity: 1 }).build()),
      request('grpc-3', { ...anOrder().build(), reference: '' }),
    ];
    const results = await lastValueFrom(orders().placeOrders(from(requests), asMerchant()).pipe(toArray()));
    const byKey = new Map(results.map((result) => [result.idempotency_key, result]));
    expect(byKey.get('grpc-1')).toMatchObject({ outcome: 'placed', placed: { status: 'received', replayed: false } });
    expect(byKey.get('grpc-2')).toMatchObject({
      outcome: 'problem',
      problem: { status: 422, code: 'order.unknown_sku' },
    });
    expect(byKey.get('grpc-3')?.problem).toMatchObject({ status: 400, errors: [{ pointer: '/reference' }] });
    const again = await lastValueFrom(orders().placeOrders(from([request('grpc-1', body)]), asMerchant()));
    expect(again.placed).toMatchObject({ id: byKey.get('grpc-1')?.placed?.id, replayed: true });
    await world.merchant.get(`/v1/orders/${again.placed?.id ?? ''}`).expect(200);
  });

  it('come in greater number than may be under way at once', async () => {
    const requests = Array.from({ length: 700 }, (_, n) => request(`grpc-many-${n}`));
    const results = await lastValueFrom(orders().placeOrders(from(requests), asMerchant()).pipe(toArray()));
    expect(new Set(results.map(({ placed }) => placed?.id)).size).toBe(700);
  });

  it('are followed from their first event to what happens while somebody looks', async () => {
    const id = await world.place();
    await world.reaches(id, 'dispatched');
    const seen: TrackEvent[] = [];
    const ended = lastValueFrom(orders().track({ order_id: id, after_sequence: 0 }, asMerchant()).pipe(toArray()));
    orders()
      .track({ order_id: id, after_sequence: 1 }, asOperator())
      .subscribe((event) => seen.push(event));
    await eventually(
      () => seen.at(-1)?.to,
      (to) => to === 'dispatched',
    );
    await world.merchant.create(`/v1/orders/${id}/cancel`, { reason_code: 'merchant_request' }).expect(200);
    const all = await ended;
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1));
    expect(all.at(-1)).toMatchObject({ to: 'cancelled' });
    expect(seen).toEqual(all.slice(1));
  });
});

describe('a call', () => {
  it('without a token, with too little of a role or for another tenant is refused as over HTTP', async () => {
    const id = await world.place();
    const nobody = richStatusOf(await failure(orders().track({ order_id: id })));
    expect(nobody).toMatchObject({
      code: status.UNAUTHENTICATED,
      ErrorInfo: { reason: 'gateway.token_required', domain: 'linehaul' },
    });
    const viewer = await failure(transport().assignDelivery({ order_id: id }, bearer(world.viewer.token)));
    expect(richStatusOf(viewer)).toMatchObject({
      code: status.PERMISSION_DENIED,
      ErrorInfo: { reason: 'gateway.forbidden' },
    });
    const operatorPlaces = await failure(orders().placeOrders(from([request('grpc-op')]), asOperator()));
    expect(richStatusOf(operatorPlaces)).toMatchObject({ code: status.PERMISSION_DENIED });
    const stranger = await World.addMerchant(world.admin, 0);
    const foreign = await failure(orders().track({ order_id: id }, bearer(stranger.api.token)));
    expect(richStatusOf(foreign)).toMatchObject({ code: status.NOT_FOUND, ErrorInfo: { reason: 'order.not_found' } });
  });

  it('with bad input is told where', async () => {
    const error = await failure(orders().track({ order_id: 'no-order', after_sequence: -1 }, asMerchant()));
    expect(richStatusOf(error)).toMatchObject({
      code: status.INVALID_ARGUMENT,
      ErrorInfo: { reason: 'request.invalid' },
      BadRequest: { field_violations: [{ field: '/order_id' }, { field: '/after_sequence' }] },
    });
  });

  it('marked as load-test traffic is refused', async () => {
    const metadata = asMerchant();
    metadata.set('x-load-test', 'true');
    const error = await failure(routes().calculateRoute({ from: {}, to: {} }, metadata));
    expect(richStatusOf(error)).toMatchObject({
      code: status.PERMISSION_DENIED,
      ErrorInfo: { reason: 'loadtest.unavailable' },
    });
  });

  it('is counted with the status that it ended with', async () => {
    await failure(orders().track({ order_id: 'no-order' }, asMerchant()));
    expect(calls).toContainEqual({ path: '/linehaul.order.v1.OrderService/Track', code: status.INVALID_ARGUMENT });
  });
});

describe('a route over gRPC', () => {
  const wanted = (more: object = {}): object => ({
    from: { facility_id: world.ids.warehouseFacilityId },
    to: { point: { lat: 39.92, lng: 116.44, country: 'CN' } },
    ...more,
  });

  it('comes in kilometres and seconds with its legs', async () => {
    const route = await lastValueFrom(routes().calculateRoute(wanted(), asMerchant()));
    expect(route).toMatchObject({ legs: [{ distance: 1200, duration: 36_000 }] });
    expect(route.distance).toBeGreaterThanOrEqual(1200);
  });

  it('is told again when a change of the network makes it another one, and ends when there is none', async () => {
    const seen: number[] = [];
    const ended = new Promise<unknown>((resolve) => {
      routes()
        .calculateRoute(wanted({ follow: true }), asMerchant())
        .subscribe({ next: (route) => seen.push(route.duration), error: resolve });
    });
    await eventually(
      () => seen.length,
      (count) => count === 1,
    );
    const path = `/v1/links/${world.ids.linkId}`;
    const change = async (body: object): Promise<void> => {
      const { version } = (await world.admin.get(path).expect(200)).body as { version: number };
      await world.admin.change('patch', path, version, body).expect(200);
    };
    await change({ duration_s: 40_000 });
    await eventually(
      () => seen.length,
      (count) => count === 2,
    );
    expect((seen[1] ?? 0) - (seen[0] ?? 0)).toBe(4_000);
    await change({ closed: true });
    expect(richStatusOf(await ended)).toMatchObject({ ErrorInfo: { reason: 'routing.unreachable' } });
    await change({ closed: false, duration_s: 36_000 });
  });
});

describe('the assignment of a delivery over gRPC', () => {
  it('answers the same again, and refuses what does not fit the route', async () => {
    const id = await world.place();
    await world.reaches(id, 'dispatched');
    const first = await lastValueFrom(transport().assignDelivery({ order_id: id }, asOperator()));
    expect(first).toMatchObject({ status: 'dispatched', courier_id: world.ids.courierId, newly_assigned: false });
    expect(first.trip_ids).toHaveLength(1);
    const elsewhere = transport().assignDelivery({ order_id: id, to: world.ids.warehouseFacilityId }, asOperator());
    expect(richStatusOf(await failure(elsewhere))).toMatchObject({
      code: status.FAILED_PRECONDITION,
      ErrorInfo: { reason: 'transport.other_route' },
      BadRequest: { field_violations: [{ field: '/to' }] },
    });
  });
});

describe('the assignment of a delivery in advance of its turn', () => {
  it('dispatches the order, and its turn finds nothing left to do', async () => {
    const queues = app.nest.get(Queues);
    await queues.pause('dispatch');
    const id = await world.place();
    await world.reaches(id, 'waybill_created');
    const delivery = await lastValueFrom(transport().assignDelivery({ order_id: id }, asOperator()));
    expect(delivery).toMatchObject({ status: 'dispatched', courier_id: world.ids.courierId, newly_assigned: true });
    await queues.resume('dispatch');
    const after = await world.place();
    await world.reaches(after, 'dispatched');
    const events = await world.operator.get(`/v1/orders/${id}/events`).expect(200);
    const codes = (events.body as { data: { to: string }[] }).data.map(({ to }) => to);
    expect(codes.filter((to) => to === 'dispatched')).toHaveLength(1);
  });

  it('is refused to an order that is not ready for it', async () => {
    const id = await world.place();
    await world.reaches(id, 'dispatched');
    await world.merchant.create(`/v1/orders/${id}/cancel`, { reason_code: 'merchant_request' }).expect(200);
    const error = await failure(transport().assignDelivery({ order_id: id }, asOperator()));
    expect(richStatusOf(error)).toMatchObject({
      code: status.FAILED_PRECONDITION,
      ErrorInfo: { reason: 'order.not_ready', metadata: { order_status: 'cancelled' } },
    });
  });
});

describe('the end of a process', () => {
  it('answers the orders under way, takes no more, and tells those who follow to call again', async () => {
    const own = await startApp({ databaseUrl: app.databaseUrl, redisUrl: app.redisUrl });
    const ownDoor = new GrpcDoor(() => connectGrpc(own.nest, { called: () => undefined }), throwAtOnce);
    const ownClient = grpcClient(`${LOOPBACK}:${await ownDoor.listen(LOOPBACK, 0)}`);
    const service = ownClient.getService<Orders>('OrderService');
    const id = await world.place();
    const followed = failure(service.track({ order_id: id, after_sequence: 0 }, asMerchant()));
    const requests = new Subject<object>();
    const results: PlaceResult[] = [];
    const placing = new Promise<unknown>((resolve) => {
      service
        .placeOrders(requests, asMerchant())
        .subscribe({ next: (result) => results.push(result), error: resolve, complete: () => resolve(undefined) });
    });
    requests.next(request('grpc-last'));
    await eventually(
      () => results.length,
      (count) => count === 1,
    );
    expect(await ownDoor.stop()).toBe(true);
    expect(richStatusOf(await followed)).toMatchObject({
      code: status.UNAVAILABLE,
      ErrorInfo: { reason: 'grpc.draining' },
    });
    expect(richStatusOf(await placing)).toMatchObject({
      code: status.UNAVAILABLE,
      ErrorInfo: { reason: 'grpc.draining' },
    });
    expect(results[0]).toMatchObject({ outcome: 'placed' });
    ownClient.close();
    await own.stop();
  });
});
