import { CLOCK, nextTraceparent, readTraceMark, type Clock, type Context, type TraceContext } from '#lib/kernel';
import { OutboundClient, type OutboundResult } from '#lib/outbound';
import { Traces } from '#lib/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import type { ClaimedMessage, Outcome } from '../domain/claimed-message';
import { judge, parseRetryAfter, type AttemptResult } from '../domain/retry-schedule';
import { secretsInForce, signedHeaders } from '../domain/signature';
import { deliverySpan } from '../domain/delivery-span';

/** Sends one message once, and judges what came of it. Touches no table. */
@Injectable()
export class SendMessage {
  constructor(
    @Inject(OutboundClient) private readonly client: Pick<OutboundClient, 'post'>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Traces) private readonly traces: Traces,
  ) {}

  /** `random` is from 0 to below 1. */
  async execute(_ctx: Context, message: ClaimedMessage, random: number): Promise<Outcome> {
    const now = this.clock.now();
    const { messageId: id, body, url } = message;
    const place = placeOf(message);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Linehaul-Webhooks/1',
      ...signedHeaders({ id, body }, secretsInForce(message, now), now),
      ...traceHeaders(place),
    };
    const result = await this.client.post({ url, headers, body });
    const at = this.clock.now();
    if (place !== undefined && this.traces.records(place.traceparent)) {
      this.traces.record(deliverySpan(message, result, place, at.getTime()));
    }
    return {
      message,
      verdict: judge(attemptOf(result, at), message.attempts + 1, random),
      healthy: result.kind === 'answered' && result.status < 500,
      status: result.kind === 'answered' ? result.status : null,
      error: result.kind === 'unreached' ? result.reason : null,
      durationMs: result.durationMs,
      at,
    };
  }
}

/** The request's own place in the trace that its message belongs to; undefined where it belongs to none. */
function placeOf({ trace }: ClaimedMessage): TraceContext | undefined {
  const origin = readTraceMark(trace);
  return origin && { ...origin, traceparent: nextTraceparent(origin.traceparent) };
}

/** What a receiver that traces goes on with (W3C Trace Context). */
function traceHeaders(place: TraceContext | undefined): Record<string, string> {
  if (place === undefined) return {};
  const { traceparent, tracestate } = place;
  return { traceparent, ...(tracestate !== undefined && { tracestate }) };
}

function attemptOf(result: OutboundResult, now: Date): AttemptResult {
  if (result.kind === 'unreached') return result;
  return { kind: 'answered', status: result.status, retryAfterMs: parseRetryAfter(result.retryAfter, now) };
}
