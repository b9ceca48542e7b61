import { describe, expect, it } from 'vitest';
import { httpLog, httpSpans } from './http-observers';
import { Log } from './log';
import type { FinishedSpan } from './tracing/span';
import { Traces } from './tracing/traces';

const ORDER_ID = '0199f0c2-5d7e-7a3b-9c4d-0123456789ab';
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const CALLER = `00-${TRACE_ID}-b7ad6b7169203331-01`;

const request = {
  method: 'POST',
  path: '/v1/orders',
  route: '/v1/orders',
  status: 201,
  durationMs: 12.5,
  traceId: TRACE_ID,
  actorId: 'c1',
  merchantId: 'm1',
  lane: 'live',
  location: `/v1/orders/${ORDER_ID}`,
  traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01`,
  tracestate: 'vendor=1',
  parent: CALLER,
} as const;

function spansOf(...requests: Partial<typeof request | Record<string, unknown>>[]): FinishedSpan[] {
  const spans: FinishedSpan[] = [];
  const told = httpSpans(new Traces({ add: (span) => void spans.push(span) }, 1));
  for (const other of requests) told?.({ ...request, ...other });
  return spans;
}

describe('the span of a request', () => {
  it('names route, status, merchant and the order that was made, below the caller’s', () => {
    const [span] = spansOf({});
    expect(span).toMatchObject({
      name: 'POST /v1/orders',
      kind: 'server',
      parent: CALLER,
      tracestate: 'vendor=1',
      attributes: {
        'http.response.status_code': 201,
        'http.route': '/v1/orders',
        'linehaul.merchant_id': 'm1',
        'linehaul.order_id': ORDER_ID,
      },
    });
    expect((span?.endMs ?? 0) - (span?.startMs ?? 0)).toBeCloseTo(12.5);
    expect(span?.error).toBeUndefined();
  });

  it('knows the order that a path is about', () => {
    const [span] = spansOf({ path: `/v1/orders/${ORDER_ID}/events`, location: undefined });
    expect(span?.attributes['linehaul.order_id']).toBe(ORDER_ID);
  });

  it('holds no telephone number and no token that a caller has put into the path', () => {
    const spans = spansOf({ path: '/v1/track/+8613800138000' }, { path: '/v1/eyJhbGciOi.eyJzdWIi.c2ln' });
    expect(JSON.stringify(spans)).not.toMatch(/13800138000|eyJ/);
  });

  it('says that the server failed, and leaves probes out', () => {
    const spans = spansOf({ status: 500 }, { status: 404 }, { route: '/health/ready' });
    expect(spans.map(({ error }) => error)).toEqual(['answered 500', undefined]);
  });

  it('is not even put together when nothing is recorded', () => {
    expect(httpSpans(Traces.off)).toBeUndefined();
  });
});

describe('the line of a request', () => {
  it('names trace, lane, merchant and order, and goes out as it was written', () => {
    const written: string[] = [];
    const sent: string[] = [];
    const destination = { write: (line: string) => void written.push(line) };
    const log = httpLog(Log.create({ level: 'info', destination, onLine: (line) => void sent.push(line) }));
    log.access({ ...request, path: '/v1/track/+8613800138000' });
    log.fault(new Error('Bearer s3cret of +8613800138000'), {
      method: 'GET',
      path: `/v1/orders/${ORDER_ID}`,
      traceId: TRACE_ID,
    });
    expect(sent).toEqual(written);
    const lines = sent.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toMatchObject({ trace_id: TRACE_ID, lane: 'live', merchant_id: 'm1', order_id: ORDER_ID });
    expect(lines[1]).toMatchObject({ trace_id: TRACE_ID, order_id: ORDER_ID });
    expect(sent.join('')).not.toMatch(/13800138000|s3cret/);
  });
});
