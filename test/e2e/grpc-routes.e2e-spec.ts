import type { Metadata } from '@grpc/grpc-js';
import { eventually } from '#lib/testing';
import { from, lastValueFrom, toArray, type Observable } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { richStatusOf } from '../support/grpc-client';
import { GrpcWorld } from '../support/grpc-world';
import type { World } from '../support/world';

interface RouteBatchResult {
  readonly id: string;
  readonly results: readonly {
    readonly route?: { legs: object[] };
    readonly problem?: { status: number; code: string };
  }[];
  readonly problem?: { readonly status: number; readonly errors: readonly { readonly pointer: string }[] };
}
interface Routes {
  calculateRoutes(batches: Observable<object>, metadata?: Metadata): Observable<RouteBatchResult>;
  calculateRoute(
    request: object,
    metadata?: Metadata,
  ): Observable<{ distance: number; duration: number; legs: object[] }>;
}

let served: GrpcWorld;
let world: World;
beforeAll(async () => {
  served = await GrpcWorld.start();
  ({ world } = served);
});
afterAll(() => served.stop());

const routes = (): Routes => served.client.getService<Routes>('RouteService');

describe('many routes over gRPC', () => {
  const query = (lat: number): object => ({
    from: { facility_id: world.ids.warehouseFacilityId },
    to: { point: { lat, lng: 116.44, country: 'CN' } },
  });
  const calculate = (batches: object[]): Promise<RouteBatchResult[]> =>
    lastValueFrom(routes().calculateRoutes(from(batches), served.asMerchant()).pipe(toArray()));

  it('come by batches, each query with its route or with why there is none', async () => {
    const batches = Array.from({ length: 20 }, (_, n) => ({
      id: `batch-${n}`,
      queries: [query(39.92), query(-39.92), query(39.921)],
    }));
    const results = await calculate(batches);
    expect(results.map(({ id }) => id).sort()).toEqual(batches.map(({ id }) => id).sort());
    for (const {
      results: [first, second, third],
    } of results) {
      expect(first?.route?.legs).toHaveLength(1);
      expect(second).toMatchObject({ problem: { status: 422, code: 'routing.unserviceable' } });
      expect(third?.route?.legs).toHaveLength(1);
    }
  });

  it('refuse a batch that is not valid and go on with the next', async () => {
    const tooMany = { id: 'too-many', queries: Array.from({ length: 1_001 }, () => query(39.92)) };
    const results = await calculate([tooMany, { id: 'empty', queries: [] }, { id: 'good', queries: [query(39.92)] }]);
    const byId = new Map(results.map((result) => [result.id, result]));
    expect(byId.get('too-many')?.problem).toMatchObject({ status: 400, errors: [{ pointer: '/queries' }] });
    expect(byId.get('empty')?.problem).toMatchObject({ status: 400 });
    expect(byId.get('good')?.results).toHaveLength(1);
  });
});

describe('a route over gRPC', () => {
  const wanted = (more: object = {}): object => ({
    from: { facility_id: world.ids.warehouseFacilityId },
    to: { point: { lat: 39.92, lng: 116.44, country: 'CN' } },
    ...more,
  });

  it('comes in kilometres and seconds with its legs', async () => {
    const route = await lastValueFrom(routes().calculateRoute(wanted(), served.asMerchant()));
    expect(route).toMatchObject({ legs: [{ distance: 1200, duration: 36_000 }] });
    expect(route.distance).toBeGreaterThanOrEqual(1200);
  });

  it('is told again when a change of the network makes it another one, and ends when there is none', async () => {
    const seen: number[] = [];
    const ended = new Promise<unknown>((resolve) => {
      routes()
        .calculateRoute(wanted({ follow: true }), served.asMerchant())
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
