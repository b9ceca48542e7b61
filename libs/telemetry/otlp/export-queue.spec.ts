import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ExportQueue } from './export-queue';

const [LIMIT, BATCH, DELAY_MS] = [8, 4, 1000];

function make() {
  const batches: number[][] = [];
  const answers: { take(): void; refuse(): void }[] = [];
  const dropped: [number, string][] = [];
  let sent = 0;
  const queue = new ExportQueue<number>({
    limit: LIMIT,
    batchSize: BATCH,
    delayMs: DELAY_MS,
    send: (batch) => {
      batches.push([...batch]);
      return new Promise((resolve, reject) => {
        answers.push({ take: resolve, refuse: () => reject(new Error('gone')) });
      });
    },
    onSent: (items) => (sent += items),
    onDropped: (items, reason) => dropped.push([items, reason]),
  });
  const fill = (count: number, from = 1): void => {
    for (let item = from; item < from + count; item++) queue.add(item);
  };
  return { queue, batches, answers, dropped, fill, sent: () => sent };
}

describe('the queue of what is exported', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lets few wait for company, and not for long', async () => {
    const { batches, fill } = make();
    fill(2);
    await vi.advanceTimersByTimeAsync(DELAY_MS - 1);
    expect(batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(batches).toEqual([[1, 2]]);
  });

  it('sends a full batch at once, and the next when that one has arrived', async () => {
    const { batches, answers, fill, sent } = make();
    fill(8);
    await vi.advanceTimersByTimeAsync(0);
    expect(batches).toEqual([[1, 2, 3, 4]]);
    await vi.advanceTimersByTimeAsync(10 * DELAY_MS);
    expect(batches).toHaveLength(1);
    answers[0]?.take();
    await vi.advanceTimersByTimeAsync(0);
    expect(batches).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
    expect(sent()).toBe(4);
  });

  it('holds no more than its limit, and counts what it drops', async () => {
    const { queue, dropped, fill } = make();
    fill(4);
    await vi.advanceTimersByTimeAsync(0);
    fill(20, 5);
    expect(queue.waiting).toBe(LIMIT);
    expect(dropped).toEqual(Array.from({ length: 12 }, () => [1, 'queue_full']));
  });

  it('drops what nobody takes, counts it, and goes on after a pause', async () => {
    const { batches, answers, dropped, fill } = make();
    fill(6);
    await vi.advanceTimersByTimeAsync(0);
    answers[0]?.refuse();
    await vi.advanceTimersByTimeAsync(DELAY_MS - 1);
    expect(dropped).toEqual([[4, 'export_failed']]);
    expect(batches).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(batches[1]).toEqual([5, 6]);
  });

  it('sends what waits when it ends', async () => {
    const { queue, batches, answers, fill, sent } = make();
    fill(6);
    const closed = queue.close(DELAY_MS);
    await vi.advanceTimersByTimeAsync(0);
    answers[0]?.take();
    await vi.advanceTimersByTimeAsync(0);
    answers[1]?.take();
    await closed;
    expect([batches.flat(), sent()]).toEqual([[1, 2, 3, 4, 5, 6], 6]);
  });

  it('ends in bounded time when nobody answers, and says what it dropped', async () => {
    const { queue, dropped, fill } = make();
    fill(6);
    const closed = queue.close(DELAY_MS);
    await vi.advanceTimersByTimeAsync(DELAY_MS);
    await closed;
    expect(dropped).toEqual([[2, 'export_failed']]);
  });
});
