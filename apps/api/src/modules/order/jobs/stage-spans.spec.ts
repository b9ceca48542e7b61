import { isSampled, nextTraceparent, traceIdOf } from '#lib/kernel';
import type { StageAttempt } from '#lib/database';
import { LINKS_LIMIT } from '#lib/telemetry';
import { describe, expect, it } from 'vitest';
import { stageSpans, type Origins } from './stage-spans';

const recorded = (): string => nextTraceparent(undefined, () => true);
const [DUE_MS, STARTED_MS, ENDED_MS] = [1_000, 4_000, 4_250];

function attempt(rows: readonly (readonly string[])[], error?: unknown): StageAttempt {
  return {
    stage: 'payment',
    workId: 'w1',
    attempts: 1,
    rows: rows.map((orderIds) => ({ orderIds, dueAt: new Date(DUE_MS) })),
    startedMs: STARTED_MS,
    endedMs: ENDED_MS,
    error,
  };
}

const origins = (of: Readonly<Record<string, string>>): Origins =>
  new Map(Object.entries(of).map(([orderId, traceparent]) => [orderId, { traceparent }]));

describe('the spans of a stage', () => {
  it('are none where no order is of a recorded request', () => {
    expect(stageSpans(attempt([['o1', 'o2']]), new Map())).toEqual([]);
  });

  it('tell in the trace of the request how long the order waited, and below that what was done', () => {
    const origin = recorded();
    const spans = stageSpans(attempt([['o1', 'o2']]), origins({ o1: origin }));
    const [waited, run, batch] = spans;
    expect(spans.map(({ name }) => name)).toEqual(['work payment', 'stage payment', 'batch payment']);
    expect(waited).toMatchObject({ parent: origin, startMs: DUE_MS, endMs: STARTED_MS });
    expect(run).toMatchObject({ parent: waited?.traceparent, startMs: STARTED_MS, endMs: ENDED_MS, kind: 'consumer' });
    expect(run?.attributes).toMatchObject({ 'linehaul.order_id': 'o1', 'linehaul.attempt': 1 });
    expect([waited, run].map((span) => traceIdOf(span?.traceparent ?? ''))).toEqual(Array(2).fill(traceIdOf(origin)));
    expect(traceIdOf(batch?.traceparent ?? '')).not.toBe(traceIdOf(origin));
    expect(batch?.attributes).toMatchObject({ 'linehaul.orders': 2 });
    expect([run?.links, batch?.links]).toEqual([[batch?.traceparent], [run?.traceparent]]);
    expect(spans.every(({ traceparent }) => isSampled(traceparent))).toBe(true);
  });

  it('are one pair for all orders of a row that came with one request', () => {
    const [bulk, single] = [recorded(), recorded()];
    const ids = Array.from({ length: 300 }, (_, index) => `o${index}`);
    const of = Object.fromEntries(ids.map((id) => [id, bulk]));
    const spans = stageSpans(attempt([ids, ['x']]), origins({ ...of, x: single }));
    expect(spans).toHaveLength(2 + 2 + 1);
    expect(spans[0]?.attributes).toMatchObject({ 'linehaul.orders': 300 });
    expect(spans[0]?.attributes['linehaul.order_id']).toBeUndefined();
  });

  it('name at most so many others as links', () => {
    const ids = Array.from({ length: 200 }, (_, index) => `o${index}`);
    const spans = stageSpans(attempt([ids]), origins(Object.fromEntries(ids.map((id) => [id, recorded()]))));
    expect(spans.at(-1)?.links).toHaveLength(LINKS_LIMIT);
  });

  it('say that an attempt failed, and nothing of what its error says', () => {
    const spans = stageSpans(attempt([['o1']], new RangeError('+8613800138000')), origins({ o1: recorded() }));
    expect(spans.map(({ error }) => error)).toEqual([undefined, 'RangeError', 'RangeError']);
    expect(JSON.stringify(spans)).not.toContain('8613800138000');
  });

  it('never end before they begin, whatever the clock of PostgreSQL says', () => {
    const late = { ...attempt([['o1']]), startedMs: DUE_MS - 50 };
    const [waited] = stageSpans(late, origins({ o1: recorded() }));
    expect(waited?.startMs).toBe(waited?.endMs);
  });
});
