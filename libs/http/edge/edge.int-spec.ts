import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { problemIn, RawClient } from '../testing/raw-client';
import { startSampleApp, type SampleApp } from '../testing/sample-app';
import type { AccessEntry } from './observe';

const ID = '0199f0c2-0000-7000-8000-000000000001';
const HEAD = 'HTTP/1.1\r\nHost: x\r\n';
/** 1.5 MB: more of these than any socket buffer takes are what a reader can leave lying. */
const LARGE = `GET /docs/swagger-ui-bundle.js ${HEAD}\r\n`;

let sample: SampleApp;
const lines: AccessEntry[] = [];
const measured: unknown[] = [];
const faults: unknown[] = [];

beforeAll(async () => {
  sample = await startSampleApp(
    {
      log: { access: (entry) => void lines.push(entry), fault: (error) => void faults.push(error) },
      metrics: (request) => void measured.push(request),
    },
    { timeouts: { headersMs: 150, requestMs: 300, answerMs: 400, checkMs: 50 } },
  );
});
afterAll(() => sample.app.close());

function connections(): Promise<number> {
  const server = sample.app.getHttpServer();
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => {
      if (error === null) resolve(count);
      else reject(error);
    });
  });
}

describe('slow and broken senders', () => {
  it('are cut off when their headers do not arrive', async () => {
    const received = await new RawClient(sample.port).write(`GET /v1/parcels ${HEAD}X-Slow: `).ended;
    expect(problemIn(received)).toEqual({ status: 408, code: 'request.timeout' });
  });

  it('are cut off when their body does not arrive', async () => {
    const head = `POST /v1/parcels ${HEAD}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n`;
    const received = await new RawClient(sample.port).write(`${head}{"name":`).ended;
    expect(problemIn(received)).toEqual({ status: 408, code: 'request.timeout' });
  });

  it('are cut off when they send nothing at all', async () => {
    expect(problemIn(await new RawClient(sample.port).ended).status).toBe(408);
  });

  it('that go away in the middle of their body are no fault of ours', async () => {
    lines.length = faults.length = 0;
    const head = `POST /v1/parcels ${HEAD}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n`;
    const client = new RawClient(sample.port).write(`${head}{"name":`);
    const before = await connections();
    await vi.waitFor(async () => {
      expect(await connections()).toBe(before + 1);
    });
    client.close();
    await fetch(`${sample.url}/nowhere`);
    await vi.waitFor(() => {
      expect(lines).not.toEqual([]);
    });
    expect(faults).toEqual([]);
  });

  it('get 431 for headers beyond the limit and 400 for what is not HTTP', async () => {
    const large = new RawClient(sample.port).write(`GET / ${HEAD}X: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(problemIn(await large.ended).status).toBe(431);
    const garbage = new RawClient(sample.port).write('EHLO there\r\n\r\n');
    expect(problemIn(await garbage.ended)).toEqual({ status: 400, code: 'request.malformed' });
    const smuggled = `POST / ${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
    expect(problemIn(await new RawClient(sample.port).write(smuggled).ended).status).toBe(400);
  });
});

describe('readers', () => {
  it('that take nothing are dropped', async () => {
    const before = await connections();
    const client = new RawClient(sample.port).stopReading().write(LARGE.repeat(40));
    await vi.waitFor(async () => {
      expect(await connections()).toBe(before + 1);
    });
    await vi.waitFor(
      async () => {
        expect(await connections()).toBe(before);
      },
      { timeout: 5_000 },
    );
    client.close();
  });

  it('that take their answers keep the connection, however many there are', async () => {
    const last = `GET /v1/parcels/${ID} ${HEAD}Connection: close\r\n\r\n`;
    const received = await new RawClient(sample.port).write(LARGE.repeat(40) + last).ended;
    expect(received.split('HTTP/1.1 200').length - 1).toBe(41);
  });
});

describe('observation', () => {
  it('writes a line and a measurement for each answer, by route and without the query', async () => {
    lines.length = measured.length = 0;
    await fetch(`${sample.url}/v1/parcels/${ID}`);
    await fetch(`${sample.url}/nowhere?secret=1`);
    await vi.waitFor(() => {
      expect(lines).toHaveLength(2);
    });
    expect(lines[0]).toMatchObject({
      method: 'GET',
      path: `/v1/parcels/${ID}`,
      route: '/v1/parcels/:id',
      status: 200,
      actorId: 'sample',
    });
    expect(lines[1]).toMatchObject({ path: '/nowhere', route: 'unknown', status: 404 });
    expect(lines[0]?.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(measured).toMatchObject([
      { route: '/v1/parcels/:id', status: 200, seconds: expect.any(Number) },
      { route: 'unknown', status: 404 },
    ]);
  });

  it('logs every fault, also above the sampled rate', async () => {
    lines.length = 0;
    const get = (path: string): Promise<Response> => fetch(sample.url + path);
    const flood = Array.from({ length: 1_200 }, (_, n) => get(n % 100 === 0 ? '/v1/parcels/failures/bug' : '/nowhere'));
    await Promise.all(flood);
    await vi.waitFor(() => {
      expect(lines.filter(({ status }) => status === 500)).toHaveLength(12);
    });
  });
});
