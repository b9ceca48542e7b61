import { TransactionalEvents } from '#lib/database';
import { DeliveriesReplanned } from '#module/order';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { TaskRepository } from '../persistence/task.repository';

/** The courier of the next attempt finds the parcel on its list as soon as it is planned; the one before does not any more. */
@Injectable()
export class HandTasksOverWhenDeliveriesAreReplanned implements OnModuleInit {
  constructor(
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
    @Inject(TaskRepository) private readonly tasks: TaskRepository,
  ) {}

  onModuleInit(): void {
    this.events.on(DeliveriesReplanned, (_ctx, tx, { deliveries, replannedAt }) =>
      this.tasks.handOver(tx, deliveries, replannedAt),
    );
  }
}
