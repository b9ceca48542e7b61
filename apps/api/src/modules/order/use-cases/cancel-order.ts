import { Database, FlightBatcher, isDataFault } from '#lib/database';
import { DomainError, systemContext, type Context } from '#lib/kernel';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Order } from '../domain/order';
import { CancelOrders, type Cancellation, type CancelOutcome } from './cancel-orders';

/** Together: a second flight goes beside one that waits for an account or for stock; more would only wait for each other. */
const TOGETHER = { manner: 'pass_over', flights: 2, size: 128, waiting: 2_000 } as const;
/** One by one, for orders in a stage's hands: each holds nothing while it waits. */
const ALONE = { manner: 'wait', flights: 4, size: 1, waiting: 256 } as const;

type Outcome = CancelOutcome | Error;

export type CancelOrderCommand = Omit<Cancellation, 'ctx'>;

/**
 * Cancels one order. Requests that arrive together share one transaction: it takes more than a dozen statements and holds
 * accounts and stock from the first to the last, for one order or a hundred.
 */
@Injectable()
export class CancelOrder implements BeforeApplicationShutdown {
  private readonly ctx = systemContext('cancel-order');
  private readonly together = this.flights(TOGETHER);
  private readonly alone = this.flights(ALONE);

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CancelOrders) private readonly cancelOrders: CancelOrders,
  ) {}

  /**
   * @throws DomainError `order.not_found` (404), `order.not_cancellable` (409), `request.stale` (412), `order.cancels_busy`
   * (503)
   */
  async execute(ctx: Context, command: CancelOrderCommand): Promise<Order> {
    const wish = { ...command, ctx };
    const outcome = await outcomeOf(this.together, wish);
    const last = outcome === 'held' ? await outcomeOf(this.alone, wish) : outcome;
    if (last === 'held') throw new Error(`Nobody waited for order ${command.orderId}`);
    if (last instanceof Error) throw last;
    return last;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.together.idle();
    await this.alone.idle();
  }

  private flights(how: typeof TOGETHER | typeof ALONE): FlightBatcher<Cancellation, Outcome> {
    return new FlightBatcher({
      attach: 'queued',
      keyOf: ({ ctx, orderId, ifMatch }) => `${orderId} ${ctx.merchantId ?? ''} ${ifMatch ?? ''}`,
      fly: (wishes) => this.fly(wishes, how.manner),
      maxFlights: () => how.flights,
      batchSize: () => how.size,
      leastBeside: () => 1,
      regatherMs: 0,
      queueLimit: () => how.waiting,
    });
  }

  /** A fault in the data is one order's doing: the halves go on by themselves until it stands alone. */
  private async fly(wishes: readonly Cancellation[], manner: 'wait' | 'pass_over'): Promise<Outcome[]> {
    try {
      return await this.database.transaction(this.ctx, (tx) => this.cancelOrders.execute(this.ctx, tx, wishes, manner));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (wishes.length === 1 || !isDataFault(error)) return wishes.map(() => error);
      const middle = Math.ceil(wishes.length / 2);
      const first = await this.fly(wishes.slice(0, middle), manner);
      return [...first, ...(await this.fly(wishes.slice(middle), manner))];
    }
  }
}

async function outcomeOf(flights: FlightBatcher<Cancellation, Outcome>, wish: Cancellation): Promise<Outcome> {
  const submission = await flights.submit(wish, 'single');
  if (submission.kind !== 'queue_full') return submission.outcome;
  const message = 'Too many cancellations wait; repeat the request after Retry-After';
  return new DomainError('overloaded', 'order.cancels_busy', message, { retryAfterS: 1 });
}
