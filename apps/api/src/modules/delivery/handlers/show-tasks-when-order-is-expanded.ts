import { OrderParts } from '#module/order';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Task } from '../domain/task';
import { TaskRepository } from '../persistence/task.repository';

/** `expand=tasks` of an order: who is to bring it to the door, and who was before. */
@Injectable()
export class ShowTasksWhenOrderIsExpanded implements OnModuleInit {
  constructor(
    @Inject(OrderParts) private readonly parts: OrderParts,
    @Inject(TaskRepository) private readonly tasks: TaskRepository,
  ) {}

  onModuleInit(): void {
    this.parts.showTasks(async (_ctx, db, orderId) => (await this.tasks.ofOrder(db, orderId)).map(partOf));
  }
}

function partOf(task: Task): object {
  return {
    id: task.id,
    courier_id: task.courierId,
    state: task.state,
    opened_at: task.openedAt,
    closed_at: task.closedAt,
    previous_courier_id: task.previousCourierId,
    handed_over_at: task.handedOverAt,
  };
}
