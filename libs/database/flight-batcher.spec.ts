import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as fc from 'fast-check';
import { FlightBatcher, type BatcherOptions } from './flight-batcher';

interface Item {
  readonly key: string;
  readonly n: number;
}

/** A batcher whose flights land when the test says so. */
function harness(options: Partial<BatcherOptions<Item, number>> = {}) {
  const departed: { items: readonly Item[]; land: () => void; crash: (error: Error) => void }[] = [];
  const batcher = new FlightBatcher<Item, number>({
    attach: 'in_flight',
    keyOf: (item) => item.key,
    fly: (items) =>
      new Promise((resolve, reject) =>
        departed.push({ items, land: () => resolve(items.map((item) => item.n)), crash: reject }),
      ),
    maxFlights: () => 2,
    batchSize: () => 4,
    leastBeside: () => 1,
    regatherMs: 0,
    queueLimit: () => 100,
    ...options,
  });
  return { batcher, departed };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const item = (n: number, key = String(n)): Item => ({ key, n });

describe('the flight batcher', () => {
  it('sends what came in one turn together, and what came meanwhile when a flight lands', async () => {
    const { batcher, departed } = harness({ maxFlights: () => 1 });
    const first = [batcher.submit(item(1), 'single'), batcher.submit(item(2), 'single')];
    await turn();
    const second = batcher.submit(item(3), 'single');
    await turn();
    expect(departed.map((flight) => flight.items.map((each) => each.n))).toEqual([[1, 2]]);
    departed[0]?.land();
    expect(await Promise.all(first)).toEqual([
      { kind: 'flown', outcome: 1 },
      { kind: 'flown', outcome: 2 },
    ]);
    await turn();
    departed[1]?.land();
    expect(await second).toEqual({ kind: 'flown', outcome: 3 });
  });

  it('sends no flight beside another one before enough wait for it', async () => {
    const { batcher, departed } = harness({ leastBeside: () => 3 });
    const submit = (n: number): void => void batcher.submit(item(n), 'single');
    const loads = (): number[][] => departed.map((flight) => flight.items.map((each) => each.n));
    submit(1);
    await turn();
    submit(2);
    submit(3);
    await turn();
    expect(loads()).toEqual([[1]]);
    submit(4);
    await turn();
    expect(loads()).toEqual([[1], [2, 3, 4]]);
    submit(5);
    departed[0]?.land();
    await turn();
    await turn();
    expect(loads()).toEqual([[1], [2, 3, 4]]);
    departed[1]?.land();
    await turn();
    await turn();
    expect(loads()).toEqual([[1], [2, 3, 4], [5]]);
  });

  describe('that gives those who were answered a moment to come back', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
    afterEach(() => void vi.useRealTimers());

    /** A flight of 1 has landed; 2 and 3 wait. */
    async function landed(options: Partial<BatcherOptions<Item, number>>) {
      const { batcher, departed } = harness({ regatherMs: 3, ...options });
      const submit = (n: number): void => void batcher.submit(item(n), 'single');
      submit(1);
      await turn();
      submit(2);
      submit(3);
      departed[0]?.land();
      await turn();
      await turn();
      return { submit, loads: (): number[][] => departed.slice(1).map(({ items }) => items.map(({ n }) => n)) };
    }

    it('sends them together with those that waited', async () => {
      const { submit, loads } = await landed({ leastBeside: () => 4 });
      expect(loads()).toEqual([]);
      submit(4);
      await turn();
      expect(loads()).toEqual([[2, 3, 4]]);
    });

    it('waits no longer than that', async () => {
      const { loads } = await landed({ leastBeside: () => 4 });
      vi.advanceTimersByTime(2);
      await turn();
      expect(loads()).toEqual([]);
      vi.advanceTimersByTime(1);
      await turn();
      expect(loads()).toEqual([[2, 3]]);
    });

    it('does not wait when enough for a flight beside another one wait anyway', async () => {
      const { loads } = await landed({ leastBeside: () => 2 });
      expect(loads()).toEqual([[2, 3]]);
    });

    it('sends the next of a lonely client at once', async () => {
      const { batcher, departed } = harness({ leastBeside: () => 4, regatherMs: 3 });
      for (let n = 1; n <= 3; n++) {
        const answer = batcher.submit(item(n), 'single');
        await turn();
        departed[n - 1]?.land();
        expect(await answer).toEqual({ kind: 'flown', outcome: n });
      }
    });
  });

  it('never has more flights under way than allowed, nor more items in one', async () => {
    const { batcher, departed } = harness();
    const all = Array.from({ length: 20 }, (_, n) => batcher.submit(item(n), 'single'));
    await turn();
    await turn();
    expect(departed).toHaveLength(2);
    for (let landed = 0; landed < 5; landed++) {
      expect(departed[landed]?.items).toHaveLength(4);
      departed[landed]?.land();
      await turn();
      await turn();
    }
    await Promise.all(all);
    expect(departed).toHaveLength(5);
  });

  it('lets single items leave first, but keeps a quarter of each batch for bulk', async () => {
    const { batcher, departed } = harness({ maxFlights: () => 1 });
    for (let n = 0; n < 4; n++) void batcher.submit(item(100 + n), 'bulk');
    for (let n = 0; n < 6; n++) void batcher.submit(item(n), 'single');
    await turn();
    expect(departed[0]?.items.map((each) => each.n)).toEqual([0, 1, 2, 100]);
  });

  it('attaches an equal key to the one under way instead of flying it twice', async () => {
    const { batcher, departed } = harness();
    const leader = batcher.submit(item(1, 'k'), 'single');
    await turn();
    const follower = batcher.submit(item(2, 'k'), 'single');
    departed[0]?.land();
    expect(await leader).toEqual({ kind: 'flown', outcome: 1 });
    expect(await follower).toEqual({ kind: 'attached', leader: item(1, 'k'), outcome: 1 });
    expect(departed).toHaveLength(1);
  });

  it('attaches a read only to one that has not left', async () => {
    const { batcher, departed } = harness({ attach: 'queued' });
    const early = [batcher.submit(item(1, 'k'), 'single'), batcher.submit(item(1, 'k'), 'single')];
    await turn();
    const late = batcher.submit(item(2, 'k'), 'single');
    await turn();
    expect(departed.map((flight) => flight.items.length)).toEqual([1, 1]);
    departed.forEach((flight) => flight.land());
    expect((await Promise.all([...early, late])).map((each) => each.kind)).toEqual(['flown', 'attached', 'flown']);
  });

  it('tells for how long the first of those that wait has waited, whichever its class', async () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(1_000);
    const { batcher } = harness({ maxFlights: () => 1 });
    const submit = (n: number, flightClass: 'single' | 'bulk'): void => void batcher.submit(item(n), flightClass);
    submit(1, 'single');
    await turn();
    expect(batcher.waitedMs).toBe(0);
    submit(2, 'bulk');
    clock.mockReturnValue(1_300);
    submit(3, 'single');
    clock.mockReturnValue(1_500);
    expect(batcher.waitedMs).toBe(500);
    clock.mockRestore();
  });

  it('turns away what exceeds the queue', async () => {
    const { batcher } = harness({ queueLimit: () => 2 });
    void batcher.submit(item(1), 'single');
    void batcher.submit(item(2), 'single');
    expect(await batcher.submit(item(3), 'single')).toEqual({ kind: 'queue_full' });
  });

  it('gives a failed flight to each of its items and goes on', async () => {
    const { batcher, departed } = harness({ maxFlights: () => 1 });
    const failed = batcher.submit(item(1), 'single');
    await turn();
    departed[0]?.crash(new Error('cut off'));
    await expect(failed).rejects.toThrow('cut off');
    const next = batcher.submit(item(1), 'single');
    await turn();
    departed[1]?.land();
    expect(await next).toEqual({ kind: 'flown', outcome: 1 });
  });

  it('answers every item once, with its own outcome, under any arrival order and equal keys', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ n: fc.nat(9), bulk: fc.boolean(), wait: fc.boolean() }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 7 }),
        async (arrivals, maxFlights, batchSize) => {
          const airborne = new Set<string>();
          const batcher = new FlightBatcher<Item, number>({
            attach: 'in_flight',
            keyOf: (each) => each.key,
            maxFlights: () => maxFlights,
            batchSize: () => batchSize,
            leastBeside: () => 2,
            regatherMs: 1,
            queueLimit: () => 1000,
            fly: async (items) => {
              for (const { key } of items) {
                expect(airborne.has(key)).toBe(false);
                airborne.add(key);
              }
              await turn();
              for (const { key } of items) airborne.delete(key);
              return items.map((each) => each.n);
            },
          });
          const answers: Promise<{ n: number; outcome: number | undefined }>[] = [];
          for (const { n, bulk, wait } of arrivals) {
            if (wait) await turn();
            const answer = batcher.submit(item(n), bulk ? 'bulk' : 'single');
            answers.push(answer.then((s) => ({ n, outcome: s.kind === 'queue_full' ? undefined : s.outcome })));
          }
          for (const { n, outcome } of await Promise.all(answers)) expect(outcome).toBe(n);
          await batcher.idle();
          expect(batcher.waiting).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });
});
