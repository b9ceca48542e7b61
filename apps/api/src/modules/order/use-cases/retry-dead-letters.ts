import { Database, listParked, type Stage } from '#lib/database';
import { DomainError, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { RetryOrders, type RetriedOrder } from './retry-orders';

/** Gives the oldest dead letters of a stage back to it, in a transaction of its own. */
@Injectable()
export class RetryDeadLetters {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RetryOrders) private readonly retryOrders: RetryOrders,
  ) {}

  /** Answers which orders were taken up again, `limit` at the most. */
  async execute(ctx: Context, stage: Stage, limit: number): Promise<string[]> {
    return this.database.transaction(ctx, async (tx) => {
      const listed = await listParked(tx, 'dead_letter', stage, limit);
      const ids = listed.map(({ orderId }) => orderId);
      const outcomes = [...(await this.retryOrders.execute(ctx, tx, ids)).values()];
      return outcomes
        .filter((outcome): outcome is RetriedOrder => !(outcome instanceof DomainError))
        .map(({ orderId }) => orderId);
    });
  }
}
