import { nextTraceparent, traceIdOf } from '#lib/kernel';
import { describe, expect, it } from 'vitest';
import { intakeSpans } from './intake-spans';
import type { Placement } from './placement';

const TIMES = { startMs: 10, endMs: 14 };

function placement(id: string, trace?: string): Placement {
  return { id, merchantId: 'm1', trace } as Placement; // what a span reads of it
}

describe('the spans of a flight', () => {
  it('are none where no request is recorded', () => {
    expect(intakeSpans({ ...TIMES, placements: [placement('o1')], outcomes: [] })).toEqual([]);
  });

  it('stand in the trace of each recorded request, and in one of the flight, and name each other', () => {
    const origins = [nextTraceparent(undefined, () => true), nextTraceparent(undefined, () => true)];
    const placements = [
      placement('o1', origins[0]),
      placement('o2'),
      placement('o3', `${String(origins[1])} vendor=1`),
    ];
    const outcomes = (['o1', 'o2', 'o3'] as const).map((orderId) => ({ kind: 'created', orderId }) as const);
    const spans = intakeSpans({ ...TIMES, placements, outcomes });
    const flight = spans.at(-1);
    expect(spans.map(({ name }) => name)).toEqual(['intake commit', 'intake commit', 'intake flight']);
    expect(spans.slice(0, 2).map(({ parent }) => parent)).toEqual(origins);
    expect(spans[0]?.attributes).toMatchObject({
      'linehaul.order_id': 'o1',
      'linehaul.outcome': 'created',
      'linehaul.flight_orders': 3,
    });
    expect(spans[1]?.tracestate).toBe('vendor=1');
    expect(spans[0]?.links).toEqual([flight?.traceparent]);
    expect(flight?.links).toEqual(spans.slice(0, 2).map(({ traceparent }) => traceparent));
    expect(new Set(spans.map(({ traceparent }) => traceIdOf(traceparent))).size).toBe(3);
  });
});
