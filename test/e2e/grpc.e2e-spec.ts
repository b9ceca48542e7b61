import { status, type Metadata } from '@grpc/grpc-js';
import { LOOPBACK } from '#lib/embedded';
import { Queues } from '#lib/queue';
import { anOrder, eventually } from '#lib/testing';
import { from, lastValueFrom, Subject, toArray, type Observable } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, grpcClient, richStatusOf } from '../support/grpc-client';
import { doorTo, failure, GrpcWorld } from '../support/grpc-world';
import { startApp } from '../support/start-app';
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
interface Delivery {
  readonly status: string;
  readonly courier_id: string;
  readonly trip_ids: number[];
  readonly newly_assigned: boolean;
}
interface Transport {
  assignDelivery(request: object, metadata?: Metadata): Observable<Delivery>;
}

let served: GrpcWorld;
let world: World;
beforeAll(async () => {
  served = await GrpcWorld.start();
  ({ world } = served);
});
afterAll(() => served.stop());

const orders = (): Orders => served.client.getService<Orders>('OrderService');
const transport = (): Transport => served.client.getService<Transport>('TransportService');

function request(key: string, body: object = anOrder().build()): object {
  return { idempotency_key: key, order: body };
}

describe('orders over gRPC', () => {
  it('are placed as they come, each answered for itself, once per key', async () => {
    const body = anOrder().build();
    const requests = [
      request('grpc-1', body),
      request('grpc-2', anOrder().withLines({ sku: 'SKU-9999', quantity: 1 }).build()),
      request('grpc-3', { ...anOrder().build(), reference: '' }),
    ];
    const results = await lastValueFrom(orders().placeOrders(from(requests), served.asMerchant()).pipe(toArray()));
    const byKey = new Map(results.map((result) => [result.idempotency_key, result]));
    expect(byKey.get('grpc-1')).toMatchObject({ outcome: 'placed', placed: { status: 'received', replayed: false } });
    expect(byKey.get('grpc-2')).toMatchObject({
      outcome: 'problem',
      problem: { status: 422, code: 'order.unknown_sku' },
    });
    expect(byKey.get('grpc-3')?.problem).toMatchObject({ status: 400, errors: [{ pointer: '/reference' }] });
    const again = await lastValueFrom(orders().placeOrders(from([request('grpc-1', body)]), served.asMerchant()));
    expect(again.placed).toMatchObject({ id: byKey.get('grpc-1')?.placed?.id, replayed: true });
    await world.merchant.get(`/v1/orders/${again.placed?.id ?? ''}`).expect(200);
  });

  it('come in greater number than may be under way at once', async () => {
    const requests = Array.from({ length: 700 }, (_, n) => request(`grpc-many-${n}`));
    const results = await lastValueFrom(orders().placeOrders(from(requests), served.asMerchant()).pipe(toArray()));
    expect(new Set(results.map(({ placed }) => placed?.id)).size).toBe(700);
  });

  it('are followed from their first event to what happens while somebody looks', async () => {
    const id = await world.place();
    await world.reaches(id, 'dispatched');
    const seen: TrackEvent[] = [];
    const ended = lastValueFrom(
      orders().track({ order_id: id, after_sequence: 0 }, served.asMerchant()).pipe(toArray()),
    );
    orders()
      .track({ order_id: id, after_sequence: 1 }, served.asOperator())
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
    const operatorPlaces = await failure(orders().placeOrders(from([request('grpc-op')]), served.asOperator()));
    expect(richStatusOf(operatorPlaces)).toMatchObject({ code: status.PERMISSION_DENIED });
    const stranger = await World.addMerchant(world.admin, 0);
    const foreign = await failure(orders().track({ order_id: id }, bearer(stranger.api.token)));
    expect(richStatusOf(foreign)).toMatchObject({ code: status.NOT_FOUND, ErrorInfo: { reason: 'order.not_found' } });
  });

  it('with bad input is told where', async () => {
    const error = await failure(orders().track({ order_id: 'no-order', after_sequence: -1 }, served.asMerchant()));
    expect(richStatusOf(error)).toMatchObject({
      code: status.INVALID_ARGUMENT,
      ErrorInfo: { reason: 'request.invalid' },
      BadRequest: { field_violations: [{ field: '/order_id' }, { field: '/after_sequence' }] },
    });
  });

  it('marked as load-test traffic is refused', async () => {
    const metadata = served.asMerchant();
    metadata.set('x-load-test', 'true');
    const error = await failure(orders().track({ order_id: '' }, metadata));
    expect(richStatusOf(error)).toMatchObject({
      code: status.PERMISSION_DENIED,
      ErrorInfo: { reason: 'loadtest.unavailable' },
    });
  });

  it('is counted with the status that it ended with', async () => {
    await failure(orders().track({ order_id: 'no-order' }, served.asMerchant()));
    expect(served.calls).toContainEqual({
      path: '/linehaul.order.v1.OrderService/Track',
      code: status.INVALID_ARGUMENT,
    });
  });
});

describe('a merchant that is suspended', () => {
  it('places nothing more by the stream that it has open, and follows nothing', async () => {
    const { id, api } = await World.addMerchant(world.admin, 1_000_000);
    const placing = new Subject<object>();
    const results: PlaceResult[] = [];
    orders()
      .placeOrders(placing, bearer(api.token))
      .subscribe((result) => results.push(result));
    placing.next(request('grpc-standing'));
    const first = await eventually(
      () => results[0]?.placed?.id,
      (placed) => placed !== undefined,
    );
    const followed = failure(orders().track({ order_id: first ?? '', after_sequence: 0 }, bearer(api.token)));
    await world.admin.change('patch', `/v1/merchants/${id}`, 1, { status: 'suspended' }).expect(200);
    expect(richStatusOf(await followed)).toMatchObject({ ErrorInfo: { reason: 'gateway.merchant_suspended' } });
    placing.next(request('grpc-suspended'));
    const last = await eventually(
      () => results[1],
      (result) => result !== undefined,
    );
    expect(last?.problem).toMatchObject({ status: 403, code: 'gateway.merchant_suspended' });
    placing.complete();
  });
});

describe('the assignment of a delivery over gRPC', () => {
  it('answers the same again, and refuses what does not fit the route', async () => {
    const id = await world.place();
    await world.reaches(id, 'dispatched');
    const first = await lastValueFrom(transport().assignDelivery({ order_id: id }, served.asOperator()));
    expect(first).toMatchObject({ status: 'dispatched', courier_id: world.ids.courierId, newly_assigned: false });
    expect(first.trip_ids).toHaveLength(1);
    const elsewhere = transport().assignDelivery(
      { order_id: id, to: world.ids.warehouseFacilityId },
      served.asOperator(),
    );
    expect(richStatusOf(await failure(elsewhere))).toMatchObject({
      code: status.FAILED_PRECONDITION,
      ErrorInfo: { reason: 'transport.other_route' },
      BadRequest: { field_violations: [{ field: '/to' }] },
    });
  });
});

describe('the assignment of a delivery in advance of its turn', () => {
  it('dispatches the order, and its turn finds nothing left to do', async () => {
    const queues = served.app.nest.get(Queues);
    await queues.pause('dispatch');
    const id = await world.place();
    await world.reaches(id, 'waybill_created');
    const delivery = await lastValueFrom(transport().assignDelivery({ order_id: id }, served.asOperator()));
    expect(delivery).toMatchObject({ status: 'dispatched', courier_id: world.ids.courierId, newly_assigned: true });
    await queues.resume('dispatch');
    const told = await world.admin.get('/v1/audit?action=transportService.assignDelivery').expect(200);
    expect((told.body as { data: object[] }).data).toMatchObject([
      { resource: { type: 'order', id }, before: { status: 'waybill_created' }, after: { status: 'dispatched' } },
    ]);
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
    const error = await failure(transport().assignDelivery({ order_id: id }, served.asOperator()));
    expect(richStatusOf(error)).toMatchObject({
      code: status.FAILED_PRECONDITION,
      ErrorInfo: { reason: 'order.not_ready', metadata: { order_status: 'cancelled' } },
    });
  });
});

describe('the end of a process', () => {
  it('answers the orders under way, takes no more, and tells those who follow to call again', async () => {
    const own = await startApp({ databaseUrl: served.app.databaseUrl, redisUrl: served.app.redisUrl });
    const ownDoor = doorTo(own);
    const ownClient = grpcClient(`${LOOPBACK}:${await ownDoor.listen(LOOPBACK, 0)}`);
    const service = ownClient.getService<Orders>('OrderService');
    const id = await world.place();
    const followed = failure(service.track({ order_id: id, after_sequence: 0 }, served.asMerchant()));
    const requests = new Subject<object>();
    const results: PlaceResult[] = [];
    const placing = new Promise<unknown>((resolve) => {
      service
        .placeOrders(requests, served.asMerchant())
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
