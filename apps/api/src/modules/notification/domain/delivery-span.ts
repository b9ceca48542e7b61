import { readTraceMark, type TraceContext } from '#lib/kernel';
import type { OutboundResult } from '#lib/outbound';
import type { FinishedSpan } from '#lib/telemetry';
import type { ClaimedMessage } from './claimed-message';

/**
 * One attempt to deliver a message as its order's trace tells it. Of the address only the host: what stands behind it may be the
 * receiver's secret. `place` is the attempt's own, `endMs` in Unix milliseconds.
 */
export function deliverySpan(
  message: ClaimedMessage,
  result: OutboundResult,
  place: TraceContext,
  endMs: number,
): FinishedSpan {
  const { messageId, endpointId, streamId, attempts, url, trace } = message;
  const failed = failureOf(result);
  return {
    name: 'webhook delivery',
    kind: 'client',
    traceparent: place.traceparent,
    tracestate: place.tracestate,
    parent: readTraceMark(trace)?.traceparent,
    startMs: endMs - result.durationMs,
    endMs,
    attributes: {
      'http.request.method': 'POST',
      'http.response.status_code': result.kind === 'answered' ? result.status : undefined,
      'server.address': hostOf(url),
      'linehaul.order_id': streamId,
      'linehaul.message_id': messageId,
      'linehaul.endpoint_id': endpointId,
      'linehaul.attempt': attempts + 1,
    },
    ...(failed !== undefined && { error: failed }),
  };
}

function failureOf(result: OutboundResult): string | undefined {
  if (result.kind === 'unreached') return result.reason;
  return result.status >= 200 && result.status < 300 ? undefined : `answered ${result.status}`;
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
