import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '#lib/kernel';
import { World } from '../support/world';
import { authorizationHeaders } from './support/hostile-tokens';
import { completeCall } from './support/requests';
import type { Answer, Call } from './support/send';
import { ROLES, Stage, type DeclaredRoute } from './support/stage';

/** Everybody's: the catalogue is no tenant's own. */
const SHARED = '/v1/skus/';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.build();
});
afterAll(() => stage.app.stop());

function protectedRoutes(): DeclaredRoute[] {
  return stage.routes().filter(({ spec }) => spec.auth !== 'public');
}

function admits({ spec }: DeclaredRoute, role: Role): boolean {
  return spec.auth === 'public' || spec.auth.roles.includes(role);
}

function tell(route: DeclaredRoute, who: string, { status, document }: Answer): string {
  return `${route.method} ${route.path} as ${who}: ${status} ${String(document?.['code'])}`;
}

/** A request that every guard lets pass to validation, which refuses it: nothing is changed by asking. */
function harmless(route: DeclaredRoute): Call {
  const call = completeCall(route, stage.ids);
  return { ...call, path: `${call.path}${call.path.includes('?') ? '&' : '?'}no_such_parameter=1` };
}

/** Sends one request for each of the cases, and tells those that were not answered as expected. */
async function unexpected(
  cases: readonly { route: DeclaredRoute; who: string; call: Call; expected: number }[],
): Promise<string[]> {
  const told: string[] = [];
  for (const { route, who, call, expected } of cases) {
    const answer = await stage.send(call);
    if (answer.status !== expected) told.push(tell(route, who, answer));
  }
  expect(cases.length).toBeGreaterThan(0);
  return told;
}

describe('tokens', () => {
  it('lets a genuine one through, and none that is wrong in any way, on every protected route', async () => {
    const { genuine, hostile } = await authorizationHeaders(stage);
    const cases = protectedRoutes().flatMap((route) => {
      const call = harmless(route);
      const withHeader = (authorization: string): Call => ({ ...call, headers: { ...call.headers, authorization } });
      const bad = Object.entries(hostile).map(([who, header]) => ({
        route,
        who,
        call: withHeader(header),
        expected: 401,
      }));
      const good = { route, who: 'genuine', call: withHeader(genuine), expected: admits(route, 'admin') ? 400 : 403 };
      return [...bad, good];
    });
    expect(Object.keys(hostile)).toHaveLength(20);
    expect(await unexpected(cases)).toEqual([]);
  }, 180_000);

  it('says with 401 which scheme it wants, and not what was wrong', async () => {
    const { hostile } = await authorizationHeaders(stage);
    for (const [who, authorization] of Object.entries(hostile)) {
      const answer = await stage.send({ method: 'GET', path: '/v1/orders', headers: { authorization } });
      expect([who, answer.headers.get('www-authenticate')]).toEqual([who, 'Bearer']);
      expect(JSON.stringify(answer.document)).not.toMatch(/signature|JWS|JWT|kid|alg/i);
    }
    const refused = await stage.send({
      method: 'POST',
      path: '/oauth/token',
      body: { grant_type: 'client_credentials', client_id: 'nobody', client_secret: 'x' },
    });
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="linehaul"']);
  });
});

describe('roles', () => {
  it('lets exactly the declared ones to each route', async () => {
    const cases = protectedRoutes().flatMap((route) =>
      ROLES.map((role) => {
        const call = { ...harmless(route), token: stage.tokenOf(role) };
        return { route, who: role, call, expected: admits(route, role) ? 400 : 403 };
      }),
    );
    expect(await unexpected(cases)).toEqual([]);
  }, 120_000);

  it('a path in another spelling meets the same guards, or nothing', async () => {
    for (const path of [
      '/v1/%63lients',
      '/v1/clients/',
      '/V1/clients',
      '/v1//clients',
      '/v1/./clients',
      '/v1/clients;x',
    ]) {
      const answer = await stage.send({ method: 'GET', path, token: stage.tokenOf('merchant') });
      expect([path, [403, 404].includes(answer.status)]).toEqual([path, true]);
    }
  });
});

describe('tenants', () => {
  it('another merchant finds nothing of the first', async () => {
    const routes = protectedRoutes().filter(({ path }) => path.includes(':') && !path.startsWith(SHARED));
    const cases = routes
      .filter((route) => admits(route, 'merchant'))
      .map((route) => {
        const call = { ...completeCall(route, stage.ids), token: stage.otherMerchant.token };
        return { route, who: 'another merchant', call, expected: 404 };
      });
    expect(cases.length).toBeGreaterThanOrEqual(7);
    expect(await unexpected(cases)).toEqual([]);
    const { ids, callers } = stage;
    await callers.merchant.get(`/v1/orders/${ids.orderId}`).expect(200);
  });

  it('another merchant lists nothing of the first, however it asks', async () => {
    const { merchantId, orderId } = stage.ids;
    for (const path of ['/v1/orders', `/v1/orders?merchant_id=${merchantId}`, '/v1/merchants']) {
      const { status, document } = await stage.send({ method: 'GET', path, token: stage.otherMerchant.token });
      expect([path, [200, 400, 403].includes(status)]).toEqual([path, true]);
      expect(JSON.stringify(document?.['data'] ?? [])).not.toMatch(new RegExp(`${merchantId}|${orderId}`));
    }
    const own = await stage.callers.merchant.get('/v1/orders').expect(200);
    expect(JSON.stringify(own.body)).toContain(orderId);
  });

  it('another courier finds nothing of the first', async () => {
    const { admin } = stage.callers;
    const body = { ...(completeCall(courierCreation(), stage.ids).body as object), name: 'Zhao Min' };
    const created = await admin.create('/v1/couriers', body).expect(201);
    const courierId = (created.body as { id: string }).id;
    const other = await World.addClient(admin, { role: 'courier', courier_id: courierId });
    const cases = protectedRoutes()
      .filter((route) => route.path.includes(':') && admits(route, 'courier'))
      .map((route) => {
        const call = { ...completeCall(route, stage.ids), token: other.token };
        return { route, who: 'another courier', call, expected: 404 };
      });
    expect(cases.length).toBeGreaterThanOrEqual(5);
    expect(await unexpected(cases)).toEqual([]);
    const path = `/v1/tasks?courier_id=${stage.ids.courierId}`;
    const tasks = await stage.send({ method: 'GET', path, token: other.token });
    expect(JSON.stringify(tasks.document?.['data'] ?? [])).not.toContain(stage.ids.taskId);
  });
});

function courierCreation(): DeclaredRoute {
  const route = stage.routes().find(({ method, path }) => method === 'POST' && path === '/v1/couriers');
  if (route === undefined) throw new Error('There is no route that creates couriers');
  return route;
}
