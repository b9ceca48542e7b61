import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSampleApp, type SampleApp } from './testing/sample-app';

const ID = '0199f0c2-0000-7000-8000-000000000001';
const TOKEN = { authorization: 'Bearer any' };
const JSON_TYPE = { 'content-type': 'application/json' };

let sample: SampleApp;
const faults: unknown[] = [];

beforeAll(async () => {
  const log = { access: () => undefined, fault: (error: unknown) => void faults.push(error) };
  sample = await startSampleApp({ log });
});
afterAll(() => sample.app.close());

function call(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string | Uint8Array<ArrayBuffer>,
): Promise<Response> {
  return fetch(sample.url + path, { method, headers: { ...TOKEN, ...headers }, body, redirect: 'manual' });
}

function post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Response> {
  return call('POST', '/v1/parcels', { ...JSON_TYPE, 'idempotency-key': 'k', ...headers }, body);
}

interface ProblemDocument {
  readonly [member: string]: unknown;
  readonly type: string;
  readonly code: string;
  readonly errors: readonly { readonly pointer: string }[];
}

interface PageDocument {
  readonly data: unknown;
  readonly page_info: { readonly next_cursor: string };
}

async function problem(response: Response, status: number): Promise<ProblemDocument> {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const document = (await response.json()) as ProblemDocument;
  expect(document).toMatchObject({ status, instance: new URL(response.url).pathname });
  expect(document.trace_id).toBe(response.headers.get('traceparent')?.slice(3, 35));
  return document;
}

describe('answers', () => {
  it('creates with Location and ETag, the body validated and normalized', async () => {
    const response = await post(JSON.stringify({ name: '  Cafe\u0301 ' }), { 'idempotency-key': '"a b"' });
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toBe(`/v1/parcels/${ID}`);
    expect(response.headers.get('etag')).toBe('"1"');
    expect(await response.json()).toMatchObject({ name: 'Caf\u00e9', key: 'a b', lane: 'live' });
  });

  it('pages with an opaque cursor and a Link to the next page', async () => {
    const first = await call('GET', '/v1/parcels?limit=2');
    const page = (await first.json()) as PageDocument;
    expect(page.data).toEqual([{ id: 'a' }, { id: 'b' }]);
    const cursor = page.page_info.next_cursor;
    expect(first.headers.get('link')).toBe(`</v1/parcels?limit=2&cursor=${cursor}>; rel="next"`);
    const last = await (await call('GET', `/v1/parcels?limit=3&cursor=${cursor}`)).json();
    expect(last).toEqual({
      data: [{ id: 'c' }, { id: 'd' }, { id: 'e' }],
      page_info: { has_next_page: false, next_cursor: null },
    });
  });

  it('answers 304 to a client that has the version, for GET and HEAD', async () => {
    const match = { 'if-none-match': 'W/"2", "3"' };
    for (const method of ['GET', 'HEAD']) {
      const response = await call(method, `/v1/parcels/${ID}`, match);
      expect([response.status, await response.text(), response.headers.get('etag')]).toEqual([304, '', '"3"']);
    }
    expect((await call('GET', `/v1/parcels/${ID}`, { 'if-none-match': '"2"' })).status).toBe(200);
  });

  it('serves HEAD wherever there is a GET', async () => {
    const response = await call('HEAD', `/v1/parcels/${ID}`);
    expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([200, '"3"', '']);
  });

  it('marks a replayed answer', async () => {
    const response = await call('POST', '/v1/parcels/replays');
    expect(response.status).toBe(201);
    expect(Object.fromEntries(response.headers)).toMatchObject({ 'idempotency-replayed': 'true', etag: '"1"' });
  });

  it('takes NDJSON and answers in it', async () => {
    const response = await call('POST', '/v1/parcels/batch', { 'content-type': 'application/x-ndjson' }, '{}\n{}\n');
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(await response.text()).toBe('{"characters":6}\n');
  });

  it('continues the trace of the caller, and starts one where the header is malformed', async () => {
    const trace = 'a'.repeat(32);
    const kept = await call('GET', `/v1/parcels/${ID}`, { traceparent: `00-${trace}-${'b'.repeat(16)}-01` });
    expect(kept.headers.get('traceparent')).toMatch(new RegExp(`^00-${trace}-(?!b{16})[0-9a-f]{16}-01$`));
    const fresh = await call('GET', `/v1/parcels/${ID}`, { traceparent: `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01` });
    expect(fresh.headers.get('traceparent')).toMatch(/^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  });

  it('sends the security headers with answers and with problems', async () => {
    for (const path of [`/v1/parcels/${ID}`, '/nowhere', '/%']) {
      const { headers } = await call('GET', path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });
});

describe('refusals', () => {
  it('400 names every fault of parameters, headers and body at once', async () => {
    const body = { nmae: 'x', size: { grams: 0 } };
    const response = await call('POST', '/v1/parcels?a/b=1', JSON_TYPE, JSON.stringify(body));
    const { code, errors } = await problem(response, 400);
    expect(code).toBe('request.invalid');
    expect(errors.map((error) => error.pointer).sort()).toEqual([
      '/name',
      '/nmae',
      '/size/grams',
      'Idempotency-Key',
      'a/b',
    ]);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"name":'],
    ['a repeated name', '{"name":"a","name":"b"}'],
    ['__proto__', '{"name":"a","metadata":{"__proto__":{"x":1}}}'],
    ['constructor', '{"name":"a","metadata":{"constructor":{"prototype":{}}}}'],
    ['NUL', '{"name":"a","metadata":{"x":["\\u0000"]}}'],
    ['a lone surrogate', '{"name":"a","metadata":{"\\ud800":1}}'],
    ['depth 10,000', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['depth 65', '['.repeat(65) + ']'.repeat(65)],
    ['invalid UTF-8', new Uint8Array([...new TextEncoder().encode('{"name":"'), 0xff, 0x22, 0x7d])],
  ])('400 for a body with %s', async (_, body) => {
    const { errors } = await problem(await post(body), 400);
    expect(errors[0]?.pointer).toMatch(/^(?:$|\/)/);
  });

  it('400 for text that no database can store, in the path or the query', async () => {
    await problem(await call('GET', '/v1/parcels?name=a%00b'), 400);
    await problem(await call('GET', '/v1/parcels/failures/%00'), 400);
    await problem(await call('GET', '/v1/parcels?name=a&name=b'), 400);
  });

  it('400 for a malformed path, 404 for an unknown one, in any spelling', async () => {
    expect((await problem(await call('GET', '/v1/%E0%A4%A'), 400)).code).toBe('request.malformed');
    for (const path of [
      '/nowhere',
      '/V1/parcels',
      '/v1/parcels/',
      '/v1//parcels',
      '/v1/parcels/a/b',
      '/v1/parcels/..%2f..',
    ]) {
      expect([400, 404]).toContain((await call('GET', path)).status);
    }
    expect((await problem(await call('GET', '/nowhere'), 404)).code).toBe('request.unknown_route');
  });

  it('400 for a foreign cursor and for a limit out of range', async () => {
    for (const query of ['cursor=%21', 'cursor=AAA=', 'limit=0', 'limit=201', 'limit=x']) {
      await problem(await call('GET', `/v1/parcels?${query}`), 400);
    }
  });

  it('400 for what a route does not take, also where its handler reads nothing', async () => {
    await problem(await call('POST', '/v1/parcels/replays?x=1'), 400);
    const { errors } = await problem(await call('POST', '/v1/parcels/replays', JSON_TYPE, '{"x":1}'), 400);
    expect(errors).toEqual([{ pointer: '', detail: 'this route takes no body' }]);
    expect((await call('POST', '/v1/parcels/replays', JSON_TYPE, ' {} ')).status).toBe(201);
  });

  it('asks for a token before it reads the body', async () => {
    const response = await fetch(`${sample.url}/v1/parcels`, { method: 'POST', headers: JSON_TYPE, body: '{{{' });
    await problem(response, 401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('an encoded path meets the same guard', async () => {
    expect((await fetch(`${sample.url}/v1/%70arcels`)).status).toBe(401);
  });

  it('405 with the methods that the path takes', async () => {
    const response = await call('DELETE', '/v1/parcels');
    await problem(response, 405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST');
    expect((await call('PROPFIND', `/v1/parcels/${ID}`)).headers.get('allow')).toBe('GET, HEAD, PATCH');
  });

  it('413 for a body over the limit, which bulk routes raise', async () => {
    const big = JSON.stringify('x'.repeat(1_100_000));
    await problem(await post(big), 413);
    const bulk = await call('POST', '/v1/parcels/batch', JSON_TYPE, `[${big}]`);
    expect(await bulk.json()).toEqual({ items: 1 });
  });

  it.each([
    'text/plain',
    'application/xml',
    'application/jsonp',
    'application/json; charset=utf-16',
    'application/x-ndjson',
    '',
  ])('415 for a body of type "%s"', async (type) => {
    const { code } = await problem(await post('{"name":"a"}', { 'content-type': type }), 415);
    expect(code).toBe('request.unsupported_media_type');
  });

  it('428 without If-Match, 412 for another version, 400 for a wildcard', async () => {
    const path = `/v1/parcels/${ID}`;
    const body = '{"name":"a"}';
    await problem(await call('PATCH', path, JSON_TYPE, body), 428);
    const stale = await problem(await call('PATCH', path, { ...JSON_TYPE, 'if-match': '"2"' }, body), 412);
    expect(stale.current_version).toBe(3);
    await problem(await call('PATCH', path, { ...JSON_TYPE, 'if-match': 'W/"3"' }, body), 412);
    await problem(await call('PATCH', path, { ...JSON_TYPE, 'if-match': '*' }, body), 400);
    expect((await call('PATCH', path, { ...JSON_TYPE, 'if-match': '"3"' }, body)).status).toBe(200);
  });

  it('a refusal carries its code and context, but never replaces standard members', async () => {
    const taken = await problem(await call('GET', '/v1/parcels/failures/taken'), 409);
    expect(taken).toMatchObject({ code: 'parcel.taken', detail: 'The name is taken', parcel_id: ID });
    const limited = await call('GET', '/v1/parcels/failures/limited');
    expect((await problem(limited, 429)).type).toMatch(/#quota-exceeded$/);
    expect(limited.headers.get('retry-after')).toBe('3');
  });
});

describe('overload', () => {
  it('tells everybody when to come back, and not everybody the same', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => call('GET', '/v1/parcels/failures/full')));
    const seconds = answers.map(({ headers }) => Number(headers.get('retry-after')));
    expect(new Set(seconds)).toEqual(new Set([5, 6, 7]));
    expect((await problem(await call('GET', '/v1/parcels/failures/full'), 503)).code).toBe('parcel.full');
  });
});

describe('faults', () => {
  it('says nothing about an unknown fault, but logs it', async () => {
    faults.length = 0;
    const document = await problem(await call('GET', '/v1/parcels/failures/bug'), 500);
    expect(JSON.stringify(document)).not.toMatch(/secret|orders_v2|TypeError/);
    expect(faults).toEqual([expect.any(TypeError)]);
  });

  it.each(['database', 'canceled'])('asks to come back when the %s is in trouble', async (how) => {
    const response = await call('GET', `/v1/parcels/failures/${how}`);
    const document = await problem(response, 503);
    expect(document.type).toMatch(/#temporary-reduced-capacity$/);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(JSON.stringify(document)).not.toContain('10.0.0.7');
  });
});
