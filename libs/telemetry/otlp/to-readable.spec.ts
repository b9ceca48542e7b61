import { resourceFromAttributes } from '@opentelemetry/resources';
import { describe, expect, it } from 'vitest';
import { toReadableLog, toReadableSpan, type Speaker } from './to-readable';

const SPEAKER: Speaker = { resource: resourceFromAttributes({}), scope: { name: 'test' } };
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const [OWN, PARENT, OTHER] = ['00f067aa0ba902b7', 'b7ad6b7169203331', 'c8be7c827a314442'];
const at = (spanId: string): string => `00-${TRACE_ID}-${spanId}-01`;

describe('a span for exporters', () => {
  const span = toReadableSpan(
    {
      name: 'step',
      kind: 'server',
      traceparent: at(OWN),
      tracestate: 'vendor=1',
      parent: at(PARENT),
      startMs: 1_700_000_000_123.5,
      endMs: 1_700_000_000_124,
      attributes: { a: 1, b: undefined },
      links: [at(OTHER)],
      error: 'answered 500',
    },
    SPEAKER,
  );

  it('says where it stands', () => {
    expect(span.spanContext()).toMatchObject({ traceId: TRACE_ID, spanId: OWN, traceFlags: 1 });
    expect(span.spanContext().traceState?.serialize()).toBe('vendor=1');
    expect(span.parentSpanContext).toMatchObject({ traceId: TRACE_ID, spanId: PARENT, isRemote: true });
    expect(span.links.map(({ context }) => context.spanId)).toEqual([OTHER]);
  });

  it('keeps fractions of a millisecond, and attributes that have a value', () => {
    expect(span.startTime).toEqual([1_700_000_000, 123_500_000]);
    expect(span.duration).toEqual([0, 500_000]);
    expect(span.attributes).toEqual({ a: 1 });
    expect(span.status).toEqual({ code: 2, message: 'answered 500' });
  });
});

describe('a line for exporters', () => {
  const line = (fields: object): string =>
    JSON.stringify({ level: 'warn', time: '2024-01-02T03:04:05.678Z', ...fields });

  it('has its message, severity, time, trace and facts', () => {
    const record = toReadableLog(
      line({ msg: 'slow', trace_id: TRACE_ID, order_id: 'o1', error: { code: 'X' } }),
      SPEAKER,
    );
    expect(record).toMatchObject({
      body: 'slow',
      severityText: 'warn',
      severityNumber: 13,
      hrTime: [1_704_164_645, 678_000_000],
      spanContext: { traceId: TRACE_ID },
      attributes: { order_id: 'o1', error: { code: 'X' } },
    });
  });

  it('belongs to no trace where it names none', () => {
    expect(toReadableLog(line({ msg: 'x' }), SPEAKER).spanContext).toBeUndefined();
  });
});
