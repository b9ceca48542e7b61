import { SpanKind, SpanStatusCode, TraceFlags, type HrTime, type SpanContext } from '@opentelemetry/api';
import { SeverityNumber, type AnyValueMap } from '@opentelemetry/api-logs';
import { TraceState as W3cTraceState, type InstrumentationScope } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { spanIdOf, traceIdOf } from '#lib/kernel';
import type { FinishedSpan, SpanAttributes } from '../tracing/span';

const KINDS: Readonly<Record<FinishedSpan['kind'], SpanKind>> = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
};

const SEVERITIES: Readonly<Record<string, SeverityNumber>> = {
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
};

const NO_SPAN = '';

/** Who speaks: what every span and line is sent with. */
export interface Speaker {
  readonly resource: Resource;
  readonly scope: InstrumentationScope;
}

/** A span as exporters take it. */
export function toReadableSpan(span: FinishedSpan, { resource, scope }: Speaker): ReadableSpan {
  const context = contextOf(span.traceparent, span.tracestate);
  const endMs = Math.max(span.startMs, span.endMs);
  return {
    name: span.name,
    kind: KINDS[span.kind],
    spanContext: () => context,
    ...(span.parent !== undefined && {
      parentSpanContext: { ...contextOf(span.parent), isRemote: span.kind === 'server' || span.kind === 'consumer' },
    }),
    startTime: toHrTime(span.startMs),
    endTime: toHrTime(endMs),
    duration: toHrTime(endMs - span.startMs),
    status:
      span.error === undefined ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: span.error },
    attributes: defined(span.attributes),
    links: (span.links ?? []).map((link) => ({ context: contextOf(link) })),
    events: [],
    ended: true,
    resource,
    instrumentationScope: scope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** A line of the log, as it was written, as exporters take it. */
export function toReadableLog(line: string, { resource, scope }: Speaker): ReadableLogRecord {
  const { level, time, msg, trace_id: traceId, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const hrTime = toHrTime(Date.parse(String(time)));
  const severityText = String(level);
  return {
    hrTime,
    hrTimeObserved: hrTime,
    severityText,
    severityNumber: SEVERITIES[severityText] ?? SeverityNumber.UNSPECIFIED,
    body: String(msg),
    ...(typeof traceId === 'string' && { spanContext: { traceId, spanId: NO_SPAN, traceFlags: TraceFlags.NONE } }),
    attributes: fields as AnyValueMap,
    resource,
    instrumentationScope: scope,
    droppedAttributesCount: 0,
  };
}

function contextOf(traceparent: string, tracestate?: string): SpanContext {
  return {
    traceId: traceIdOf(traceparent),
    spanId: spanIdOf(traceparent),
    traceFlags: TraceFlags.SAMPLED,
    ...(tracestate !== undefined && { traceState: new W3cTraceState(tracestate) }),
  };
}

function toHrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
}

function defined(attributes: SpanAttributes): Record<string, string | number | boolean> {
  const kept: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) kept[name] = value;
  return kept;
}
