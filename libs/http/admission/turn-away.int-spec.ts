import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RawClient } from '../testing/raw-client';
import { startSampleApp, type SampleApp } from '../testing/sample-app';
import { Admission, NODE_TIMING } from './admission';

const ID = '0199f0c2-0000-7000-8000-000000000001';
const ORDER = JSON.stringify({ name: 'small' });
const HEADERS = { authorization: 'Bearer x', 'content-type': 'application/json' };

let sample: SampleApp;
let admission: Admission;
const statuses: number[] = [];

const PATIENCE_MS = 30;
/** For how long new orders have been waiting behind the door. */
let behindMs = 0;

beforeAll(async () => {
  admission = new Admission({ patienceMs: () => PATIENCE_MS, timing: NODE_TIMING });
  admission.watch(() => behindMs);
  sample = await startSampleApp({ metrics: ({ status }) => void statuses.push(status) }, { admission });
});
afterAll(() => sample.app.close());
beforeEach(() => {
  behindMs = PATIENCE_MS + 1;
  statuses.length = 0;
});

const post = (key: string): Promise<Response> =>
  fetch(`${sample.url}/v1/parcels`, {
    method: 'POST',
    headers: { ...HEADERS, 'idempotency-key': `"${key}"` },
    body: ORDER,
  });
const read = (): Promise<Response> => fetch(`${sample.url}/v1/parcels/${ID}`);

describe('a server behind whose door new orders wait too long', () => {
  it('turns new orders away with a problem that says when to come back', async () => {
    const refused = await post('a');
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(refused.headers.get('x-content-type-options')).toBe('nosniff');
    const trace = refused.headers.get('traceparent')?.split('-')[1];
    expect(await refused.json()).toMatchObject({
      status: 503,
      code: 'overload',
      instance: '/v1/parcels',
      trace_id: trace,
    });
  });

  it('goes on answering everything else, and new orders again once the queue has gone', async () => {
    expect((await read()).status).toBe(200);
    behindMs = 0;
    expect((await post('b')).status).toBe(201);
  });

  it('counts the refusals like other answers', async () => {
    await post('c');
    await read();
    expect(statuses).toEqual([503, 200]);
  });

  it('keeps the connection in step, although nobody reads the refused body', async () => {
    const head = `Host: x\r\nAuthorization: Bearer x\r\nContent-Type: application/json\r\n`;
    const order = `POST /v1/parcels HTTP/1.1\r\n${head}Content-Length: ${ORDER.length}\r\n\r\n${ORDER}`;
    const last = `GET /v1/parcels/${ID} HTTP/1.1\r\n${head}Connection: close\r\n\r\n`;
    const received = await new RawClient(sample.port).write(order + order + last).ended;
    expect([...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status))).toEqual([503, 503, 200]);
  });
});
