import { uuidv7 } from '#lib/kernel';
import { Log } from '#lib/telemetry';
import { eventually, testDatabase, type TestDatabase } from '#lib/testing';
import { afterEach, beforeEach, it } from 'vitest';
import type { EventStream } from './event-stream';
import { LiveEvents } from './live-events';

let db: TestDatabase;
let live: LiveEvents;
beforeEach(async () => {
  db = await testDatabase();
  const orders: ConstructorParameters<typeof LiveEvents>[1] = {
    histories: (_ctx, _db, ranges) => {
      const at = new Date(0);
      return Promise.resolve(
        ranges.map(({ orderId, firstSequence: sequence }) => ({
          orderId,
          sequence,
          merchantId: orderId,
          reference: orderId,
          paymentStatus: 'none' as const,
          code: 'paid',
          status: 'pre_transit' as const,
          occurredAt: at,
          recordedAt: at,
          reasonCode: null,
          facilityId: null,
          trace: null,
        })),
      );
    },
  };
  live = new LiveEvents(db.database, orders, { whileStanding: () => () => undefined }, Log.create({ level: 'silent' }));
});
afterEach(async () => {
  await live.onModuleDestroy();
  await db.close();
});

interface Reader {
  readonly stream: EventStream;
  heard: string;
}

async function open(): Promise<Reader> {
  const stream = await live.open(db.ctx, { orderId: undefined, types: undefined }, undefined);
  const reader = { stream, heard: '' };
  stream.body.on('data', (chunk: Buffer) => (reader.heard += chunk.toString()));
  stream.body.on('error', () => undefined);
  return reader;
}

/** Something happens, and they are told. */
async function hear(...readers: readonly Reader[]): Promise<void> {
  const orderId = uuidv7();
  await db.dataSource.query(
    'insert into event_feed (order_ids, first_sequences, last_sequences) values (array[$1::uuid], array[1], array[1])',
    [orderId],
  );
  await eventually(
    () => readers.every(({ heard }) => heard.includes(orderId)),
    (all) => all,
  );
}

it('a reader that comes when the feed has been emptied rests like the others, and is told', async () => {
  const first = await open();
  await hear(first);
  await db.dataSource.query('delete from event_feed');
  const second = await open();
  // It shares the others' look at the feed, instead of looking by itself again and again.
  await eventually(
    () => live.sharing,
    (count) => count === 2,
  );
  await hear(first, second);
});
