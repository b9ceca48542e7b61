import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersIn, RawClient, requestHead } from './support/raw-client';
import { admittedRole, completeCall } from './support/requests';
import type { Answer, Call } from './support/send';
import { Stage, type DeclaredRoute } from './support/stage';

const DEPTH = 10_000;
const HUNDRED_MB = 100_000_000;
const CHUNK = 'x'.repeat(65_536);

/** Documents that no route may take, whatever it expects. */
const NEVER_VALID: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>> = {
  nothing: '',
  blank: ' \n',
  'half a document': '{"a":',
  'two documents': '{}{}',
  'arrays 10,000 deep': '['.repeat(DEPTH) + ']'.repeat(DEPTH),
  'objects 10,000 deep': '{"a":'.repeat(DEPTH) + '1' + '}'.repeat(DEPTH),
  'a repeated name': '{"name":"a","name":"b"}',
  'a repeated name, escaped': '{"name":"a","n\\u0061me":"b"}',
  __proto__: '{"__proto__":{"admin":true}}',
  constructor: '[{"constructor":{"prototype":{}}}]',
  'a NUL': '[{"name":"\\u0000"}]',
  'a NUL in a name': '[{"\\u0000":1}]',
  'a lone high surrogate': '[{"name":"\\ud800"}]',
  'a lone low surrogate': '[{"name":"a\\udc00b"}]',
  'a raw NUL': '{"name":"a\0b"}',
  'invalid UTF-8': new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xc3, 0x28, 0x22, 0x7d]),
  'UTF-16': new Uint8Array(Buffer.from('\ufeff{}', 'utf16le')),
  'a byte order mark': '\ufeff{}',
  'no JSON': '<order/>',
  NaN: '{"amount_minor":NaN}',
  'a number': '1e400',
  text: '"text"',
  true: 'true',
};

const MEDIA_TYPES = [
  'text/plain',
  'application/xml',
  'application/json-patch+json',
  'application/jsonx',
  'application/json; charset=utf-16',
  'application/json; charset=latin1',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
  'json',
  '',
];

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.build();
});
afterAll(() => stage.app.stop());

function bodyRoutes(): DeclaredRoute[] {
  return stage.routes().filter(({ spec }) => spec.body !== undefined);
}

function callOf(route: DeclaredRoute, change: Partial<Call>): Call {
  const call = completeCall(route, stage.ids);
  const role = admittedRole(route);
  const token = role === undefined ? undefined : stage.tokenOf(role);
  return { ...call, token, ...change, headers: { ...call.headers, ...change.headers } };
}

/** Sends each call and tells the answers that are none of the statuses. */
async function unlike(statuses: readonly number[], calls: readonly (readonly [what: string, call: Call])[]) {
  expect(calls.length).toBeGreaterThan(0);
  const told: string[] = [];
  for (const [what, call] of calls) {
    const { status, document } = await stage.send(call);
    if (statuses.includes(status) && document?.['status'] === status) continue;
    told.push(`${call.method} ${call.path} with ${what}: ${status} ${String(document?.['code'])}`);
  }
  return told;
}

/** Bodies whose form is another system's: a field that its next version adds must not keep its alerts from being heard. */
const FOREIGN = new Set(['AlertsController.receive']);

describe('bodies', () => {
  it('that are no valid document are refused by every route', async () => {
    const calls = bodyRoutes().flatMap((route) =>
      Object.entries(NEVER_VALID).map(([what, body]) => [what, callOf(route, { body })] as const),
    );
    // Beyond a route's limit, a body is refused for its size before anybody looks at its depth.
    expect(await unlike([400, 413], calls)).toEqual([]);
  }, 120_000);

  it('with an unknown field are refused with its pointer, also deep inside', async () => {
    const faults: string[] = [];
    for (const route of bodyRoutes().filter(({ spec }) => spec.bodyFormats?.includes('form') !== true)) {
      const valid = completeCall(route, stage.ids).body;
      if (Array.isArray(valid)) continue; // their items are answered one by one: see below
      if (FOREIGN.has(route.name)) continue;
      const { status, document } = await stage.send(
        callOf(route, { body: { ...(valid as object), 'no/such~field': 1 } }),
      );
      const errors = (document?.['errors'] ?? []) as { pointer: string }[];
      const named = errors.some(({ pointer }) => pointer === '/no~1such~0field');
      if (status !== 400 || !named) faults.push(`${route.name}: ${status} ${JSON.stringify(errors)}`);
    }
    expect(faults).toEqual([]);
    const order = callFor('OrdersController.place');
    const body = {
      ...(order.body as object),
      payment: { terms: 'account', amount_minor: 1, currency: 'CNY', status: 'paid' },
    };
    const { document } = await stage.send({ ...order, body });
    expect(document).toMatchObject({ status: 400, errors: [{ pointer: '/payment/status' }] });
  });

  it('of server-owned fields change nothing', async () => {
    const order = callFor('OrdersController.place');
    for (const field of ['id', 'status', 'merchant_id', 'version', 'created_at', 'payment_status']) {
      const { status, document } = await stage.send({ ...order, body: { ...(order.body as object), [field]: 'x' } });
      expect([status, document?.['errors']]).toMatchObject([400, [{ pointer: `/${field}` }]]);
    }
  });

  it('in a batch spoil their own item alone', async () => {
    const batch = callFor('OrderBatchController.place');
    const [good] = batch.body as object[];
    const nul = JSON.stringify({ ...good, idempotency_key: 'b', reference: '\0' });
    const twice = '{"idempotency_key":"c","idempotency_key":"d"}';
    const deep = '['.repeat(DEPTH);
    const lines = [JSON.stringify(good), nul, twice, deep, '{"admin":true}', 'null'].join('\n');
    const headers = { ...batch.headers, 'content-type': 'application/x-ndjson' };
    const response = await fetch(`${stage.app.baseUrl}${batch.path}`, {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${batch.token ?? ''}` },
      body: lines,
    });
    const results = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { status: number });
    expect([response.status, results.map(({ status }) => status)]).toEqual([200, [201, 400, 400, 400, 400, 400]]);
  });

  it('of another media type are refused by every route', async () => {
    const calls = bodyRoutes().flatMap((route) =>
      MEDIA_TYPES.map((type) => [type, callOf(route, { headers: { 'content-type': type } })] as const),
    );
    expect(await unlike([415], calls)).toEqual([]);
  }, 120_000);

  it('where none belongs are refused', async () => {
    const routes = stage.routes().filter(({ method, spec }) => method !== 'GET' && spec.body === undefined);
    const calls = routes.map((route) => ['a body', callOf(route, { body: { force: true } })] as const);
    expect(await unlike([400], calls)).toEqual([]);
  });
});

describe('100 MB', () => {
  it('are refused when they are announced, before they are sent', async () => {
    for (const route of bodyRoutes()) {
      const answer = await announce(route, { 'content-length': String(HUNDRED_MB) });
      expect([route.name, answer?.status]).toEqual([route.name, 413]);
    }
  });

  it('are refused when they come without announcement, long before their end', async () => {
    const chunk = `${CHUNK.length.toString(16)}\r\n${CHUNK}\r\n`;
    const { path, headers } = completeCall(routeNamed('OrdersController.place'), stage.ids);
    const lines = { 'content-type': 'application/json', 'transfer-encoding': 'chunked', ...headers };
    const client = new RawClient(stage.port).write(requestHead('POST', path, lines));
    const sent = await client.writeUntilEnded(chunk, HUNDRED_MB / CHUNK.length);
    expect(answersIn(await client.ended)[0]?.status).toBe(413);
    expect(sent * CHUNK.length).toBeLessThan(HUNDRED_MB / 2);
  });
});

describe('hostile paths, queries and headers', () => {
  it('get an answer below 500', async () => {
    const token = stage.tokenOf('admin');
    const paths = [
      '/%61dmin',
      '/v1/%6frders/%2e%2e/clients',
      '/v1/orders/%00',
      '/v1/orders/%',
      '/v1/orders/%ff',
      '/v1/orders/%F0%9F%98%80',
      `/v1/orders/${'a'.repeat(5_000)}`,
      '/v1/skus/%00',
      "/v1/skus/'%3bdrop%20table%20orders--",
      '/v1/track/%ED%A0%80',
      '/v1/orders?cursor=AAAA&limit=1e9',
      '/v1/orders?limit=10&limit=20',
      '/v1/orders?status[]=paid',
      '/v1/orders?__proto__=1&constructor=2',
      '/v1/orders?created_from=0000-00-00T00:00:00Z',
      '/v1/links/99999999999999999999',
      '/v1/trips/NaN',
      '//v1/orders',
      '/v1/orders/../clients',
      '/docs/..%2f..%2fpackage.json',
      '/docs/%2e%2e/%2e%2e/package.json',
    ];
    for (const path of paths) {
      // Written by hand: an HTTP client would put the path in order first.
      const head = requestHead('GET', path, { authorization: `Bearer ${token ?? ''}`, connection: 'close' });
      const [answer] = answersIn(await new RawClient(stage.port).write(head).ended);
      expect([path, answer !== undefined && answer.status >= 400 && answer.status < 500]).toEqual([path, true]);
    }
    for (const [name, value] of HOSTILE_HEADERS) {
      const { status } = await stage.send({ method: 'GET', path: '/v1/orders', token, headers: { [name]: value } });
      expect([name, status < 500]).toEqual([name, true]);
    }
  });
});

const HOSTILE_HEADERS: readonly (readonly [string, string])[] = [
  ['traceparent', '00-ffffffffffffffffffffffffffffffff-0000000000000000-zz'],
  ['tracestate', 'x'.repeat(4_000)],
  ['x-forwarded-for', 'not an address, ::1, 999.1.1.1'],
  ['x-load-test', 'true'],
  ['accept', 'image/png'],
  ['prefer', 'wait=99999999999'],
  ['if-none-match', '"'.repeat(2_000)],
  ['range', 'bytes=0-1,5-'],
];

function routeNamed(name: string): DeclaredRoute {
  const route = stage.routes().find((each) => each.name === name);
  if (route === undefined) throw new Error(`There is no route ${name}`);
  return route;
}

function callFor(name: string): Call {
  return callOf(routeNamed(name), {});
}

async function announce(route: DeclaredRoute, length: Record<string, string>): Promise<Answer | undefined> {
  const { path, headers } = completeCall(route, stage.ids);
  const lines = { 'content-type': 'application/json', ...length, ...headers };
  return answersIn(await new RawClient(stage.port).write(requestHead(route.method, path, lines)).ended)[0];
}
