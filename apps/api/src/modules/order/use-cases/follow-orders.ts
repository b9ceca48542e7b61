import { Database, type Queryable } from '#lib/database';
import { DomainError, systemContext, type Context } from '#lib/kernel';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { OrderEvent } from '../domain/order';
import { ORDER_STATE_MACHINE, type OrderStatus } from '../domain/order-state';
import { findEventsAfter } from '../persistence/order.repository';
import { GetOrder } from './get-order';

const POLL_MS = 200;
/** One query looks for all of them: so many that it takes milliseconds. */
const FOLLOWED_LIMIT = 2_000;
/** Of one order and look; what is left comes with the next. */
const MOST_AT_ONCE = 100;

export interface EventListener {
  event(event: OrderEvent): void;
  /** Nothing more can happen to the order. */
  end(): void;
}

interface Followed {
  readonly orderId: string;
  readonly listener: EventListener;
  after: number;
}

/** Tells what happens to orders as it happens. All that are followed share one query, and none runs while nobody follows. */
@Injectable()
export class FollowOrders implements OnModuleDestroy {
  private readonly followed = new Set<Followed>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(GetOrder) private readonly getOrder: GetOrder,
  ) {}

  /**
   * Tells the events after `afterSequence`, those that there are and those to come, in sequence. Resolves with the way to stop.
   *
   * @throws DomainError `order.not_found` (404), also for another merchant's order; `order.too_many_followed` (503)
   */
  async execute(ctx: Context, orderId: string, afterSequence: number, listener: EventListener): Promise<() => void> {
    const { status, version } = await this.getOrder.execute(ctx, orderId);
    if (this.followed.size >= FOLLOWED_LIMIT) {
      const message = 'Too many orders are followed here; call again after a while';
      throw new DomainError('overloaded', 'order.too_many_followed', message, { retryAfterS: 5 });
    }
    if (isOver(status) && version <= afterSequence) {
      listener.end();
      return () => undefined;
    }
    const followed: Followed = { orderId, listener, after: afterSequence };
    this.followed.add(followed);
    this.lookAfter(0);
    return () => this.followed.delete(followed);
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    this.followed.clear();
    await this.looking;
  }

  private lookAfter(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.looking = this.looking
        .then(() => this.look(this.database.statements(systemContext('follow-orders'))))
        .catch(() => undefined) // PostgreSQL is away: the next look finds what happened meanwhile
        .finally(() => {
          if (this.followed.size > 0) this.lookAfter(POLL_MS);
        });
    }, ms);
  }

  private async look(db: Queryable): Promise<void> {
    const followed = [...this.followed];
    const events = await findEventsAfter(db, followed, MOST_AT_ONCE);
    followed.forEach((each, index) => this.tell(each, events[index] ?? []));
  }

  private tell(followed: Followed, events: readonly OrderEvent[]): void {
    for (const event of events) {
      if (!this.followed.has(followed)) return; // its listener has stopped
      followed.after = event.sequence;
      followed.listener.event(event);
      if (!isOver(event.to)) continue;
      this.followed.delete(followed);
      followed.listener.end();
    }
  }
}

function isOver(status: OrderStatus): boolean {
  return ORDER_STATE_MACHINE[status].length === 0;
}
