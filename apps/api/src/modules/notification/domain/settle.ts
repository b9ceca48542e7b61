import { afterAttempt, held, type Breaker } from './breaker';
import type { Outcome } from './claimed-message';

/** What an outcome makes of its message, and when its stream is due next. */
export function settled({ verdict, at }: Outcome): { state: 'waiting' | 'delivered' | 'failed'; dueAt: Date } {
  switch (verdict.outcome) {
    case 'delivered':
      return { state: 'delivered', dueAt: at };
    case 'failed':
      return { state: 'failed', dueAt: at };
    case 'gone':
      return { state: 'waiting', dueAt: at };
    case 'retry':
      return { state: 'waiting', dueAt: new Date(at.getTime() + verdict.delayMs) };
  }
}

/** Whether an outcome can change its endpoint's breaker: what always goes well costs no lock. */
export function concernsBreaker({ healthy, verdict, message }: Outcome): boolean {
  return !healthy || message.hasFailed || (verdict.outcome === 'retry' && verdict.holdMs !== undefined);
}

/** The breakers after these outcomes, in their order. */
export function breakersAfter(
  breakers: ReadonlyMap<string, Breaker>,
  outcomes: readonly Outcome[],
): Map<string, Breaker> {
  const after = new Map(breakers);
  for (const { message, healthy, verdict, at } of outcomes) {
    const breaker = after.get(message.endpointId);
    if (breaker === undefined) continue;
    const judged = afterAttempt(breaker, healthy, at);
    const holdMs = verdict.outcome === 'retry' ? verdict.holdMs : undefined;
    after.set(message.endpointId, holdMs === undefined ? judged : held(judged, holdMs, at));
  }
  return after;
}
