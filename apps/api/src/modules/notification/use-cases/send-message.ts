import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { OutboundClient, type OutboundResult } from '#lib/outbound';
import { Inject, Injectable } from '@nestjs/common';
import type { ClaimedMessage, Outcome } from '../domain/claimed-message';
import { judge, parseRetryAfter, type AttemptResult } from '../domain/retry-schedule';
import { secretsInForce, signedHeaders } from '../domain/signature';

/** Sends one message once, and judges what came of it. Touches no table. */
@Injectable()
export class SendMessage {
  constructor(
    @Inject(OutboundClient) private readonly client: Pick<OutboundClient, 'post'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** `random` is from 0 to below 1. */
  async execute(_ctx: Context, message: ClaimedMessage, random: number): Promise<Outcome> {
    const now = this.clock.now();
    const { messageId: id, body, url } = message;
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Linehaul-Webhooks/1',
      ...signedHeaders({ id, body }, secretsInForce(message, now), now),
    };
    const result = await this.client.post({ url, headers, body });
    const at = this.clock.now();
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

function attemptOf(result: OutboundResult, now: Date): AttemptResult {
  if (result.kind === 'unreached') return result;
  return { kind: 'answered', status: result.status, retryAfterMs: parseRetryAfter(result.retryAfter, now) };
}
