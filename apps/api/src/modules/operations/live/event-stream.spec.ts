import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { EventStream } from './event-stream';
import type { ToldRow } from './told-rows';

const AT = new Date(0);
const ALL = { merchantId: undefined, orderId: undefined, types: undefined };

function row(id: number, events: number): ToldRow {
  const entries = Array.from({ length: events }, (_, index) => ({
    orderId: 'an-order',
    merchantId: 'a-merchant',
    reference: `R-${id}`,
    paymentStatus: 'none' as const,
    sequence: index + 1,
    code: 'paid',
    status: 'pre_transit' as const,
    occurredAt: AT,
    recordedAt: AT,
    reasonCode: null,
    facilityId: null,
    trace: null,
  }));
  return { xid: '7', id, entries };
}

const idsIn = (body: string): string[] => [...body.matchAll(/^id: (.+)$/gm)].map(([, id]) => id ?? '');

describe('a stream of events', () => {
  it('goes on in the middle of a row, and passes over what it was told', async () => {
    const stream = new EventStream(ALL, { xid: '7', id: 2, told: 1 });
    for (const id of [1, 2, 2, 3]) stream.tell(row(id, 2));
    stream.end();
    expect(idsIn(await text(stream.body))).toEqual(['7.2.2', '7.3.1', '7.3.2']);
  });

  it('that is ended has all that it was told by then, and nothing more', async () => {
    const stream = new EventStream(ALL, { xid: '7', id: 0, told: 0 });
    stream.tell(row(1, 50));
    stream.end();
    stream.end();
    stream.tell(row(2, 50));
    expect(idsIn(await text(stream.body))).toHaveLength(50);
  });

  it('is closed when its reader does not take what there is, however long it goes on', () => {
    const stream = new EventStream(ALL, { xid: '7', id: 0, told: 0 });
    let most = 0;
    for (let id = 1; id < 1000 && !stream.isOver; id++) {
      stream.tell(row(id, 50));
      most = Math.max(most, stream.body.readableLength);
    }
    expect(stream.isOver).toBe(true);
    expect(most).toBeLessThan(512 * 1024);
    stream.body.on('error', () => undefined);
  });
});
