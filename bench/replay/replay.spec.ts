import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecording, RecordingWriter, type RecordedStatement } from './recording';
import { EndOrder, startsAfter } from './replay';

describe('a recording', () => {
  it('brings statements back with the types of their values', () => {
    const folder = mkdtempSync(join(tmpdir(), 'linehaul-recording-'));
    try {
      const values = [['a', 'b'], 7, null, new Date(0), Buffer.from('ff', 'hex')];
      const statement: RecordedStatement = { connection: 1, name: 'x.y', text: 'select 1', values, after: 0, ended: 0 };
      const writer = new RecordingWriter(join(folder, 'file'));
      writer.write(statement);
      writer.write({ ...statement, ended: 1 });
      writer.close();
      const [first, second] = readRecording(join(folder, 'file'));
      expect(first).toEqual(statement);
      expect(second?.ended).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('EndOrder', () => {
  it('lets nobody go before everything has ended that had ended before it', async () => {
    const order = new EndOrder(3);
    const gone: number[] = [];
    const waits = [1, 3].map((count) => order.reached(count).then(() => gone.push(count)));
    order.ended(1);
    order.ended(0);
    await waits[0];
    expect(gone).toEqual([1]);
    order.ended(2);
    await Promise.all(waits);
    expect(gone).toEqual([1, 3]);
    await expect(order.reached(2)).resolves.toBeUndefined();
  });
});

describe('startsAfter', () => {
  it('lets locks be taken in the order in which they were got', () => {
    const lock = { text: 'select id from accounts for no key update', values: [] };
    const read = { text: 'select 1', values: [] };
    const recorded: RecordedStatement[] = [
      { ...read, connection: 1, after: 0, ended: 0 },
      { ...lock, connection: 1, after: 1, ended: 1 },
      { ...read, connection: 1, after: 2, ended: 2 },
      { ...lock, connection: 2, after: 0, ended: 3 },
    ];
    expect(startsAfter(recorded)).toEqual([0, 1, 2, 2]);
  });
});
