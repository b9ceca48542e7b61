import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anOrder } from '#lib/testing';
import { answersIn, RawClient, requestHead } from './support/raw-client';
import { Stage } from './support/stage';

const CROWD = 500;
const TRICKLE_MS = 250;
/** Some 600 kB for each reader. That what no buffer holds is dropped after 15 s is shown beside the code. */
const UNREAD_ANSWERS = 4;

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.build();
});
afterAll(() => stage.app.stop());

/** Connections that each send one byte from time to time, and never the end of their request. */
async function slowSenders(count: number, beginning: string): Promise<RawClient[]> {
  const clients = Array.from({ length: count }, () => new RawClient(stage.port));
  await Promise.all(clients.map((client) => client.connected()));
  for (const client of clients) client.write(beginning);
  const timer = setInterval(() => {
    for (const client of clients) client.write('x');
  }, TRICKLE_MS);
  void Promise.all(clients.map(({ ended }) => ended)).then(() => {
    clearInterval(timer);
  });
  return clients;
}

/** What an honest client does meanwhile: all of it must succeed. */
async function honestWork(): Promise<void> {
  const { merchant } = stage.callers;
  for (let round = 0; round < 10; round++) {
    const placed = await merchant.create('/v1/orders', anOrder().build()).expect(201);
    const { id } = placed.body as { id: string };
    await merchant.get(`/v1/orders/${id}`).expect(200);
    await stage.callers.operator.get('/v1/couriers').expect(200);
  }
  expect((await fetch(`${stage.app.baseUrl}/health/live`)).status).toBe(200);
}

describe('500 slow senders', () => {
  it('do not hurt the others, and are cut off', async () => {
    const headers = await slowSenders(CROWD / 2, 'GET /v1/orders HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    const head = requestHead('POST', '/v1/orders', { 'content-type': 'application/json', 'content-length': '100000' });
    const bodies = await slowSenders(CROWD / 2, `${head}{"reference":"`);
    await honestWork();
    const all = await Promise.all([...headers, ...bodies].map(({ ended }) => ended));
    const statuses = all.map((received) => answersIn(received)[0]?.status);
    expect(statuses.filter((status) => status !== 408)).toEqual([]);
    expect(statuses).toHaveLength(CROWD);
    await honestWork();
  }, 60_000);
});

describe('500 slow readers', () => {
  it('do not hurt the others', async () => {
    const clients = Array.from({ length: CROWD }, () => new RawClient(stage.port).stopReading());
    await Promise.all(clients.map((client) => client.connected()));
    // Each from an address of its own, so that the limit of one does not answer for the others.
    clients.forEach((client, index) => {
      const headers = { 'x-forwarded-for': `10.99.${index >> 8}.${index & 255}` };
      client.write(requestHead('GET', '/openapi.json', headers).repeat(UNREAD_ANSWERS));
    });
    await honestWork();
    for (const client of clients) client.close();
    await honestWork();
  }, 60_000);
});
