import { Database, FlightBatcher, isDataFault } from '#lib/database';
import { DomainError, systemContext, type Context } from '#lib/kernel';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Order } from '../domain/order';
import { CancelOrders, type Cancellation } from './cancel-orders';

/** A second one goes beside one that waits for a lock; more would only wait for each other. */
const FLIGHTS = 2;
const CANCELLATIONS_PER_FLIGHT = 128;
const WAITING_LIMIT = 2_000;

export type CancelOrderCommand = Omit<Cancellation, 'ctx'>;

/**
 * Cancels one order. Requests that arrive together share one transaction: it takes more than a dozen statements and holds
 * accounts and stock from the first to the last, for one order or a hundred.
 */
@Injectable()
export class CancelOrder implements BeforeApplicationShutdown {
  private readonly ctx = systemContext('cancel-order');
  private readonly batcher: FlightBatcher<Cancellation, Order | Error>;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CancelOrders) private readonly cancelOrders: CancelOrders,
  ) {
    this.batcher = new FlightBatcher({
      attach: 'queued',
      keyOf: ({ ctx, orderId, ifMatch }) => `${orderId} ${ctx.merchantId ?? ''} ${ifMatch ?? ''}`,
      fly: (wishes) => this.fly(wishes),
      maxFlights: () => FLIGHTS,
      batchSize: () => CANCELLATIONS_PER_FLIGHT,
      leastBeside: () => 1,
      queueLimit: () => WAITING_LIMIT,
    });
  }

  /**
   * @throws DomainError `order.not_found` (404), `order.not_cancellable` (409), `request.stale` (412), `order.cancels_busy`
   * (503)
   */
  async execute(ctx: Context, command: CancelOrderCommand): Promise<Order> {
    const submission = await this.batcher.submit({ ...command, ctx }, 'single');
    if (submission.kind === 'queue_full') {
      throw new DomainError('overloaded', 'order.cancels_busy', 'Too many cancellations wait', { retryAfterS: 1 });
    }
    if (submission.outcome instanceof Error) throw submission.outcome;
    return submission.outcome;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.batcher.idle();
  }

  /** A fault in the data is one order's doing: the halves go on by themselves until it stands alone. */
  private async fly(wishes: readonly Cancellation[]): Promise<(Order | Error)[]> {
    try {
      return await this.database.transaction(this.ctx, (tx) => this.cancelOrders.execute(this.ctx, tx, wishes));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (wishes.length === 1 || !isDataFault(error)) return wishes.map(() => error);
      const middle = Math.ceil(wishes.length / 2);
      const first = await this.fly(wishes.slice(0, middle));
      return [...first, ...(await this.fly(wishes.slice(middle)))];
    }
  }
}
