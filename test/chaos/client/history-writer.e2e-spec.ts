import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decode, type HistoryRecord } from './history';
import { HistoryWriter } from './history-writer';

const record = (n: number): HistoryRecord => ({ do: 'cancel_sent', at: n, id: String(n) });

describe('HistoryWriter', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'linehaul-history-'));
    file = join(folder, 'history.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('has written everything that was noted when it says so, in order', async () => {
    const writer = await HistoryWriter.create(file);
    for (let n = 0; n < 100; n++) writer.note(record(n));
    await writer.synced();
    expect(decode(readFileSync(file, 'utf8'))).toEqual(Array.from({ length: 100 }, (_, n) => record(n)));
    writer.note(record(100));
    const first = writer.synced();
    writer.note(record(101));
    await Promise.all([first, writer.synced()]);
    expect(decode(readFileSync(file, 'utf8'))).toHaveLength(102);
    await writer.close();
    writer.note(record(102));
    await writer.synced();
    expect(decode(readFileSync(file, 'utf8'))).toHaveLength(102);
  });

  it('begins no history that is there already', async () => {
    const writer = await HistoryWriter.create(file);
    await writer.close();
    await expect(HistoryWriter.create(file)).rejects.toMatchObject({ code: 'EEXIST' });
  });
});
