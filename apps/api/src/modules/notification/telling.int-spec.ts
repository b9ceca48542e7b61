import { eventually, testDatabase, WebhookReceiver, type TestDatabase } from '#lib/testing';
import type { QueryRunner } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
    world.startSender();
    world.startSender();
    world.startSender();
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
    for (let row = 0; row < 20; row++) await world.orders(10, 2);
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
