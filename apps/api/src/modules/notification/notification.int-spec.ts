import { eventually, testDatabase, WebhookReceiver, type TestDatabase } from '#lib/testing';
import type { QueryRunner } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

describe('messages', () => {
  it('arrive verified and in order per order, from several senders at once, each once', async () => {
    const endpoint = await world.endpoint(receiver.url());
    receiver.secrets.push(endpoint.secret);
    const orders = await world.orders(20, 6);
    await world.tellAll();
    for (const _ of upTo(3)) world.startSender();
    await settled('delivered', 120);
    expect(receiver.arrived).toHaveLength(120);
    expect(receiver.arrived.every(({ verified, type }) => verified && type === 'order.paid')).toBe(true);
    for (const order of orders) expect(receiver.sequencesOf(order)).toEqual(upTo(6));
    expect(receiver.mostOpen).toBeLessThanOrEqual(4);
    expect(await world.counts()).toMatchObject({ waiting: 0, failed: 0, streams: 0 });
  });

  it('come while those before them are being settled, and none is forgotten', async () => {
    await world.endpoint(receiver.url());
    const orders = await world.orders(5, 1);
    world.startSender();
    world.startSender();
    for (let last = 2; last <= 30; last++) {
      await world.addEvents(orders, last, last);
      await world.tellAll();
    }
    await settled('delivered', 150);
    for (const order of orders) expect(receiver.sequencesOf(order)).toEqual(upTo(30));
    expect(await world.counts()).toMatchObject({ waiting: 0, streams: 0 });
  });

  it('are written once though several processes read the feed', async () => {
    await world.endpoint(receiver.url());
    for (const _ of upTo(20)) await world.orders(10, 2);
    const tell = async (): Promise<void> => {
      while ((await world.counts()).waiting < 400) await world.tell.execute(world.ctx);
    };
    await Promise.all([tell(), tell(), tell()]);
    expect(await world.counts()).toMatchObject({ waiting: 400, streams: 200 });
  });

  it('of an event whose transaction commits after a later one are not skipped', async () => {
    await world.endpoint(receiver.url());
    const late = db.dataSource.createQueryRunner();
    await late.startTransaction();
    await late.query(`select pg_current_xact_id()`);
    await world.orders(1, 1);
    await world.tellVisible();
    expect((await world.counts()).waiting).toBe(0); // hidden behind the open transaction
    const [order] = await world.orders(1, 1);
    await late.query(`insert into order_events (order_id, sequence, to_status, occurred_at, recorded_at, code, actor)
      values ('${order ?? ''}', 2, 'paid', now(), now(), 'paid', 'system:test')`);
    await late.query(`insert into event_feed (order_ids, first_sequences, last_sequences)
      values (array['${order ?? ''}']::uuid[], '{2}', '{2}')`);
    await late.commitTransaction();
    await late.release();
    await world.tellAll();
    expect((await world.counts()).waiting).toBe(3);
  });

  it('of a transaction that began first and came second stand behind those that it came after', async () => {
    await world.endpoint(receiver.url());
    const [order = ''] = await world.orders(1, 1);
    await world.tellAll();
    const begin = async (): Promise<QueryRunner> => {
      const runner = db.dataSource.createQueryRunner();
      await runner.startTransaction();
      await runner.query(`select pg_current_xact_id()`);
      return runner;
    };
    const write = async (runner: QueryRunner, sequence: number): Promise<void> => {
      await runner.query(`insert into order_events (order_id, sequence, to_status, occurred_at, recorded_at, code, actor)
        values ('${order}', ${sequence}, 'paid', now(), now(), 'paid', 'system:test')`);
      await runner.query(`insert into event_feed (order_ids, first_sequences, last_sequences)
        values (array['${order}']::uuid[], array[${sequence}], array[${sequence}])`);
      await runner.commitTransaction();
      await runner.release();
    };
    const [second, unrelated, first] = [await begin(), await begin(), await begin()];
    await write(first, 2);
    await write(second, 3);
    // The unrelated transaction hides the feed's row of sequence 2.
    await eventually(
      async () => {
        await world.tellVisible();
        return (await world.counts()).waiting;
      },
      (waiting) => waiting > 1,
    );
    const told = `select sequence from webhook_messages order by sequence`;
    const sequences = async (): Promise<number[]> =>
      (await db.dataSource.query<{ sequence: number }[]>(told)).map(({ sequence }) => sequence);
    expect(await sequences()).toEqual([1, 2, 3]);
    await unrelated.commitTransaction();
    await unrelated.release();
    await world.tellAll();
    expect(await sequences()).toEqual([1, 2, 3]);
    const pending = `select pending from webhook_streams`;
    expect(await db.dataSource.query(pending)).toEqual([{ pending: 3 }]);
  });

  it('go only to endpoints that want their type, and not to disabled ones or to other merchants', async () => {
    const wanting = await world.endpoint(receiver.url('/a'), { eventTypes: ['order.delivered'] });
    await world.endpoint(receiver.url('/b'), { eventTypes: ['order.lost'] });
    await world.endpoint(receiver.url('/c'), { status: 'disabled', disabledBecause: 'request' });
    await world.endpoint(receiver.url('/d'), { merchantId: wanting.id });
    await world.orders(1, 1, 'delivered');
    await world.orders(1, 1, 'paid');
    await world.tellAll();
    expect((await world.reading.deliveries(db.ctx, wanting.id, {}, 10)).map(({ type }) => type)).toEqual([
      'order.delivered',
    ]);
    expect((await world.counts()).waiting).toBe(1);
  });
});

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
    expect(receiver.arrived.length).toBeLessThanOrEqual(5 + 3); // four at once while it was trusted
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
    const told = receiver.arrived.length;
    expect(told).toBeLessThanOrEqual(4);
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

  it('that its process did not live to settle ends with its lease; what is late then changes nothing', async () => {
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

  it('takes of each endpoint a few, however many one has', async () => {
    for (const name of ['a', 'b', 'c']) await world.endpoint(receiver.url(`/${name}`), { eventTypes: ['order.paid'] });
    const large = await world.endpoint(receiver.url('/large'));
    await world.orders(3000, 1, 'allocated');
    await world.orders(10, 1);
    await world.tellAll();
    const { claimed } = await world.claimDue().execute(db.ctx, demand);
    const perEndpoint = new Map<string, number>();
    for (const { endpointId } of claimed) perEndpoint.set(endpointId, (perEndpoint.get(endpointId) ?? 0) + 1);
    expect([...perEndpoint.values()]).toEqual([4, 4, 4, 4]);
    expect(perEndpoint.has(large.id)).toBe(true);
  });

  it('walks on from where the last one ended, so that each endpoint has its turn', async () => {
    world.webhooks = { ...world.webhooks, concurrency: 2 };
    for (const name of upTo(5)) await world.endpoint(receiver.url(`/${name}`));
    await world.orders(10, 1);
    await world.tellAll();
    const turns: string[] = [];
    let after = FIRST_ENDPOINT;
    for (const _ of upTo(3)) {
      const turn = await world.claimDue().execute(db.ctx, { ...demand, after });
      turns.push(...turn.claimed.map(({ endpointId }) => endpointId));
      after = turn.after;
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
