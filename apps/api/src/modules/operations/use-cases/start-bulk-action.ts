import type { Tx } from '#lib/database';
import { CLOCK, uuidv7, type Clock, type Context } from '#lib/kernel';
import type { OrderAction } from '#module/order';
import { Inject, Injectable } from '@nestjs/common';
import { BulkActionRepository } from '../persistence/bulk-action.repository';

/** What an operator wants done to each of these orders, named once each. */
export interface BulkWish {
  readonly action: OrderAction;
  readonly reason: string;
  readonly orderIds: readonly string[];
}

/** Writes a bulk action down. It is worked on when the caller's transaction has committed. */
@Injectable()
export class StartBulkAction {
  constructor(
    @Inject(BulkActionRepository) private readonly actions: BulkActionRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In the caller's transaction; answers the action's id. */
  execute(ctx: Context, tx: Tx, { action, reason, orderIds }: BulkWish): string {
    const createdAt = this.clock.now();
    const id = uuidv7(createdAt.getTime());
    const { actor, traceparent, command = null } = ctx;
    this.actions.insert(tx, { id, action, reason, actor, traceparent, command, createdAt }, orderIds);
    return id;
  }
}
