import type { Queryable, Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { breakerState, CLOSED_BREAKER, openedFor, type BreakerState } from './domain/breaker';
import { findBreaker, lockBreakers, saveBreakers } from './persistence/outcome.repository';

/** What operators and rules may ask of webhooks. */
@Injectable()
export class NotificationFacade {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** Undefined where there is no such endpoint. */
  async breakerOf(
    _ctx: Context,
    db: Queryable,
    endpointId: string,
  ): Promise<{ readonly state: BreakerState; readonly heldUntil: Date | null } | undefined> {
    const breaker = await findBreaker(db, endpointId);
    return breaker && { state: breakerState(breaker, this.clock.now()), heldUntil: breaker.heldUntil };
  }

  /** Leaves an endpoint alone for `forMs`, then tries it with single messages. */
  async openBreaker(_ctx: Context, tx: Tx, endpointId: string, forMs: number): Promise<void> {
    const known = await lockBreakers(tx, [endpointId]);
    if (known.size > 0) saveBreakers(tx, new Map([[endpointId, openedFor(forMs, this.clock.now())]]));
  }

  /** Trusts an endpoint as if it had never failed. */
  async closeBreaker(_ctx: Context, tx: Tx, endpointId: string): Promise<void> {
    const known = await lockBreakers(tx, [endpointId]);
    if (known.size > 0) saveBreakers(tx, new Map([[endpointId, CLOSED_BREAKER]]));
  }
}
