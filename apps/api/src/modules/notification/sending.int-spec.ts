import { eventually, testDatabase, WebhookReceiver, type TestDatabase } from '#lib/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClaimedMessage, Outcome } from './domain/claimed-message';
import { FIRST_ENDPOINT } from './use-cases/claim-due';
import { NotificationWorld } from './testing/notification-world';

let db: TestDatabase;
let world: NotificationWorld;
let receiver: WebhookReceiver;
beforeEach(async () => {
  db = await testDatabase();
  world = new NotificationWorld(db.database, db.ctx);
  receiver = await WebhookReceiver.listen();
});
afterEach(async () => {
  await world.stop();
  await receiver.close();
  await db.close();
});

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
const settled = (state: 'delivered' | 'failed', count: number): Promise<unknown> =>
  eventually(
    () => world.counts(),
    (counts) => counts[state] >= count,
  );

describe('a receiver', () => {
  it('that fails holds back its own orders only, and gets them in order once it is back', async () => {
    await world.endpoint(receiver.url('/good'));
    await world.endpoint(receiver.url('/bad'));
    let isDown = true;
    receiver.script = ({ path }) => ({ status: path === '/bad' && isDown ? 500 : 200 });
    const orders = await world.orders(6, 4);
    await world.tellAll();
    world.startSender();
    await settled('delivered', 24);
    for (const order of orders) expect(receiver.sequencesOf(order, '/good')).toEqual(upTo(4));
    for (const order of orders) expect([[], [1]]).toContainEqual(receiver.sequencesOf(order, '/bad'));
    isDown = false;
    await eventually(
      async () => {
        await world.passTime();
        return world.counts();
      },
      ({ delivered }) => delivered === 48,
    );
    for (const order of orders) expect(receiver.sequencesOf(order, '/bad')).toEqual(upTo(4));
  });

  it('that never answers is left alone after five attempts, whatever waits for it', async () => {
    await world.endpoint(receiver.url('/dead'));
    receiver.script = () => undefined;
    await world.orders(40, 1);
    await world.tellAll();
    world.startSender();
    const open = `select count(*)::int as count from webhook_endpoints where failures = 5 and held_until > now()`;
    await eventually(
      async () => (await db.dataSource.query<{ count: number }[]>(open))[0]?.count,
      (count) => count === 1,
    );
    expect(receiver.arrived.length).toBeLessThanOrEqual(5 + 7); // eight at once while it was trusted
    await world.endpoint(receiver.url('/well'));
    receiver.script = ({ path }) => (path === '/well' ? { status: 204 } : undefined);
    await world.orders(10, 1);
    await world.tellAll();
    await settled('delivered', 10);
  });

  it('that answers 410 is disabled; enabled again, it gets what waited', async () => {
    const endpoint = await world.endpoint(receiver.url());
    receiver.script = () => ({ status: 410 });
    const [order = ''] = await world.orders(1, 3);
    await world.tellAll();
    world.startSender();
    const read = await eventually(
      () => world.reading.one(db.ctx, endpoint.id),
      ({ status }) => status === 'disabled',
    );
    expect(read).toMatchObject({ disabledBecause: 'gone', version: 2 });
    expect(receiver.arrived).toHaveLength(1);
    receiver.script = () => ({ status: 200 });
    await world.changing.change(db.ctx, endpoint.id, 2, { status: 'active' });
    await settled('delivered', 3);
    expect(receiver.sequencesOf(order)).toEqual([1, 2, 3]);
  });

  it('that refuses a message gets the one behind it, and the refused one when it is replayed, under its id', async () => {
    const endpoint = await world.endpoint(receiver.url());
    let refuses = true;
    receiver.script = ({ sequence }) => ({ status: sequence === 1 && refuses ? 422 : 200 });
    const [order = ''] = await world.orders(1, 2);
    await world.tellAll();
    world.startSender();
    await settled('delivered', 1);
    const [failed] = await world.reading.deliveries(db.ctx, endpoint.id, { state: 'failed' }, 10);
    expect(failed).toMatchObject({ sequence: 1, attempts: 1, lastStatus: 422, streamId: order });
    refuses = false;
    expect(await world.replays.failedSince(db.ctx, endpoint.id, new Date(0))).toEqual({ replayed: 1, hasMore: false });
    await settled('delivered', 2);
    expect(receiver.arrived.filter(({ sequence }) => sequence === 1).map(({ id }) => id)).toEqual([
      failed?.id,
      failed?.id,
    ]);
    await world.replays.one(db.ctx, endpoint.id, failed?.id ?? '');
    await eventually(
      () => receiver.arrived.length,
      (count) => count === 4,
    );
    await eventually(
      () => world.counts(),
      ({ waiting, streams }) => waiting + streams === 0,
    );
  });

  it('that fails once and then answers is as trusted as before', async () => {
    await world.endpoint(receiver.url());
    receiver.script = () => ({ status: 500 });
    await world.orders(1, 1);
    await world.tellAll();
    world.startSender();
    const failures = async (): Promise<number | undefined> =>
      (await db.dataSource.query<{ failures: number }[]>('select failures from webhook_endpoints'))[0]?.failures;
    await eventually(failures, (count) => count === 1);
    receiver.script = () => ({ status: 200 });
    await world.orders(1, 1);
    await world.tellAll();
    await settled('delivered', 1);
    await eventually(failures, (count) => count === 0);
  });

  it('that asks for time is left alone for so long, with all that is for it', async () => {
    await world.endpoint(receiver.url());
    receiver.script = () => ({ status: 429, headers: { 'retry-after': '3600' } });
    await world.orders(8, 1);
    await world.tellAll();
    world.startSender();
    const held = `select extract(epoch from held_until - now()) as seconds from webhook_endpoints where held_until is not null`;
    const rows = await eventually(
      () => db.dataSource.query<{ seconds: string }[]>(held),
      ({ length }) => length === 1,
    );
    expect(Number(rows[0]?.seconds)).toBeGreaterThan(3500);
    // What was under way together asks for time once more, and holds the endpoint again.
    const underWay = 'select 1 from webhook_streams where claim is not null';
    await eventually(
      () => db.dataSource.query<unknown[]>(underWay),
      ({ length }) => length === 0,
    );
    expect(receiver.arrived.length).toBeLessThanOrEqual(8);
    await world.passTime();
    receiver.script = () => ({ status: 200 });
    await settled('delivered', 8);
  });

  it('is told with both secrets during a rotation', async () => {
    const endpoint = await world.endpoint(receiver.url());
    const rotated = await world.changing.rotateSecret(db.ctx, endpoint.id, 1);
    expect(rotated.secret).not.toBe(endpoint.secret);
    world.startSender();
    for (const secret of [endpoint.secret, rotated.secret]) {
      receiver.secrets.splice(0, 1, secret);
      const count = receiver.arrived.length + 1;
      await world.orders(1, 1);
      await world.tellAll();
      await eventually(
        () => receiver.arrived.length,
        (length) => length === count,
      );
      expect(receiver.arrived.at(-1)).toMatchObject({ verified: true, signatures: 2 });
    }
  });
});

describe('a claim', () => {
  const demand = { after: FIRST_ENDPOINT, underWay: 0, troubled: 0, random: 0 };

  it('that its process did not live to settle ends with its lease, and the message goes out again under its id', async () => {
    const endpoint = await world.endpoint(receiver.url());
    await world.orders(1, 2);
    await world.tellAll();
    const { claimed } = await world.claimDue().execute(db.ctx, demand);
    expect(claimed).toHaveLength(1);
    expect((await world.claimDue().execute(db.ctx, demand)).claimed).toEqual([]);
    await db.dataSource.query(`update webhook_streams set claimed_until = now() - interval '1 s'`);
    world.startSender();
    await settled('delivered', 2);
    expect(receiver.arrived[0]?.id).toBe(claimed[0]?.messageId);
    expect(receiver.arrived.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(await world.reading.deliveries(db.ctx, endpoint.id, { state: 'delivered' }, 10)).toHaveLength(2);
  });

  it('that ended is no ground to settle a message which another process has claimed', async () => {
    await world.endpoint(receiver.url());
    await world.orders(1, 2);
    await world.tellAll();
    const claim = async (): Promise<ClaimedMessage> => {
      const [message] = (await world.claimDue().execute(db.ctx, demand)).claimed;
      if (message === undefined) throw new Error('Nothing was claimed');
      return message;
    };
    const delivered = (message: ClaimedMessage): Outcome => ({
      message,
      verdict: { outcome: 'delivered' },
      healthy: true,
      status: 200,
      error: null,
      durationMs: 1,
      at: new Date(),
    });
    const late = await claim();
    await db.dataSource.query(`update webhook_streams set claimed_until = now() - interval '1 s'`);
    const current = await claim();
    expect(await world.recording.execute(db.ctx, [delivered(late)])).toBe(0);
    expect((await world.counts()).waiting).toBe(2);
    expect(await world.recording.execute(db.ctx, [delivered(current)])).toBe(1);
    expect(await world.counts()).toMatchObject({ waiting: 1, delivered: 1 });
  });

  it('takes of each endpoint a few, however many one has', async () => {
    for (const name of ['a', 'b', 'c']) await world.endpoint(receiver.url(`/${name}`), { eventTypes: ['order.paid'] });
    const large = await world.endpoint(receiver.url('/large'));
    await world.orders(3000, 1, 'allocated');
    await world.orders(10, 1);
    await world.tellAll();
    const { claimed } = await world.claimDue().execute(db.ctx, demand);
    const perEndpoint = new Map<string, number>();
    for (const { endpointId } of claimed) perEndpoint.set(endpointId, (perEndpoint.get(endpointId) ?? 0) + 1);
    expect([...perEndpoint.values()]).toEqual([8, 8, 8, 8]);
    expect(perEndpoint.has(large.id)).toBe(true);
  });

  it('takes one message alone of an endpoint that failed twice in a row, and all it has places for after a single failure', async () => {
    await world.endpoint(receiver.url());
    await world.orders(40, 1);
    await world.tellAll();
    for (const [failures, claimed] of [
      [1, 8],
      [2, 1],
    ]) {
      await db.dataSource.query('update webhook_endpoints set failures = $1', [failures]);
      expect((await world.claimDue().execute(db.ctx, demand)).claimed).toHaveLength(claimed ?? 0);
      await db.dataSource.query('update webhook_streams set claim = null, claimed_until = null');
    }
  });

  it('walks on from where the last one ended, so that each endpoint has its turn', async () => {
    world.webhooks = { ...world.webhooks, concurrency: 2 };
    for (const name of upTo(5)) await world.endpoint(receiver.url(`/${name}`));
    await world.orders(10, 1);
    await world.tellAll();
    const turns: string[] = [];
    let after = FIRST_ENDPOINT;
    for (let turn = 0; turn < 3; turn++) {
      const { claimed, after: next } = await world.claimDue().execute(db.ctx, { ...demand, after });
      turns.push(...claimed.map(({ endpointId }) => endpointId));
      after = next;
    }
    expect(new Set(turns).size).toBe(5);
  });

  it('of messages that were given up by age finds nothing and forgets their stream', async () => {
    await world.endpoint(receiver.url());
    await world.orders(2, 1);
    await world.tellAll();
    await db.dataSource.query(`delete from webhook_messages`);
    expect((await world.claimDue().execute(db.ctx, demand)).claimed).toEqual([]);
    expect((await world.counts()).streams).toBe(0);
  });
});
