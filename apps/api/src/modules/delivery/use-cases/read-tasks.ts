import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { type Order, OrderFacade } from '#module/order';
import { Inject, Injectable } from '@nestjs/common';
import type { Task, TaskState } from '../domain/task';
import { ProofRepository, type StoredProof } from '../persistence/proof.repository';
import { TaskRepository } from '../persistence/task.repository';
import { taskNotFound } from './delivery-refusals';
import { maySee } from './may-see';

/** A task with the order it brings. */
export interface TaskWithOrder {
  readonly task: Task;
  readonly order: Order;
}

/** The work of couriers, to look at. */
@Injectable()
export class ReadTasks {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(TaskRepository) private readonly tasks: TaskRepository,
    @Inject(ProofRepository) private readonly proofs: ProofRepository,
    @Inject(OrderFacade) private readonly orders: Pick<OrderFacade, 'summaries'>,
  ) {}

  /** Up to `limit` + 1 tasks of one courier, in the order they appeared; none of another's for a courier. */
  async list(
    ctx: Context,
    filter: { courierId: string; state: TaskState; afterId?: string | undefined; limit: number },
  ): Promise<TaskWithOrder[]> {
    if (!maySee(ctx, filter.courierId)) return [];
    const db = this.database.statements(ctx);
    return this.withOrders(ctx, await this.tasks.list(db, { ...filter, limit: filter.limit + 1 }));
  }

  /** @throws DomainError `delivery.task_not_found` */
  async one(ctx: Context, id: string): Promise<TaskWithOrder & { proof: StoredProof | undefined }> {
    const db = this.database.statements(ctx);
    const task = await this.tasks.find(db, id);
    if (task === undefined || !maySee(ctx, task.courierId)) throw taskNotFound(id);
    const [found] = await this.withOrders(ctx, [task]);
    if (found === undefined) throw taskNotFound(id);
    return { ...found, proof: await this.proofs.find(db, task.orderId) };
  }

  private async withOrders(ctx: Context, tasks: readonly Task[]): Promise<TaskWithOrder[]> {
    if (tasks.length === 0) return [];
    const orders = await this.orders.summaries(
      ctx,
      this.database.statements(ctx),
      tasks.map((task) => task.orderId),
    );
    const byId = new Map(orders.map((order) => [order.id, order]));
    return tasks.map((task) => {
      const order = byId.get(task.orderId);
      if (order === undefined) throw new Error(`Task ${task.id} has no order`);
      return { task, order };
    });
  }
}
