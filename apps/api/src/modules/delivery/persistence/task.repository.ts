import { Injectable } from '@nestjs/common';
import { statement, type Queryable, type Tx } from '#lib/database';
import type { Task, TaskState } from '../domain/task';

const COLUMNS = `id, order_id as "orderId", courier_id as "courierId", waybill, state, opened_at as "openedAt",
  closed_at as "closedAt", previous_courier_id as "previousCourierId", handed_over_at as "handedOverAt"`;

const OPEN = statement(
  'delivery.open-tasks',
  `insert into delivery_tasks (id, order_id, courier_id, waybill, opened_at)
   select *, $5 from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[])
   on conflict (order_id) do nothing`,
);

const CLOSE = statement(
  'delivery.close-tasks',
  `update delivery_tasks set state = 'closed', closed_at = $2 where order_id = any($1::uuid[]) and state = 'open'`,
);

const HAND_OVER = statement(
  'delivery.hand-tasks-over',
  `update delivery_tasks t set courier_id = n.courier_id, previous_courier_id = t.courier_id, handed_over_at = $3
     from unnest($1::uuid[], $2::uuid[]) as n (order_id, courier_id)
    where t.order_id = n.order_id and t.state = 'open' and t.courier_id <> n.courier_id`,
);

const FIND = statement('delivery.find-task', `select ${COLUMNS} from delivery_tasks where id = $1`);

const OF_ORDER = statement('delivery.tasks-of-order', `select ${COLUMNS} from delivery_tasks where order_id = $1`);

const LIST = statement(
  'delivery.list-tasks',
  `select ${COLUMNS} from delivery_tasks
    where courier_id = $1 and state = $2 and ($3::uuid is null or id > $3) order by id limit $4`,
);

/** A task about to appear on its courier's list. */
export interface NewTask {
  readonly id: string;
  readonly orderId: string;
  readonly courierId: string;
  readonly waybill: string;
}

@Injectable()
export class TaskRepository {
  /** An order has one task; one that has it keeps it as it is. */
  async open(tx: Tx, tasks: readonly NewTask[], now: Date): Promise<void> {
    if (tasks.length === 0) return;
    await tx.execute(OPEN, [
      tasks.map((task) => task.id),
      tasks.map((task) => task.orderId),
      tasks.map((task) => task.courierId),
      tasks.map((task) => task.waybill),
      now,
    ]);
  }

  async close(tx: Tx, orderIds: readonly string[], now: Date): Promise<void> {
    if (orderIds.length > 0) await tx.execute(CLOSE, [orderIds, now]);
  }

  /** Gives open tasks to other couriers. The caller holds the orders' locks. */
  async handOver(
    tx: Tx,
    deliveries: readonly { readonly orderId: string; readonly courierId: string }[],
    at: Date,
  ): Promise<void> {
    await tx.execute(HAND_OVER, [deliveries.map((one) => one.orderId), deliveries.map((one) => one.courierId), at]);
  }

  async find(db: Queryable, id: string): Promise<Task | undefined> {
    return (await db.query<Task>(FIND, [id]))[0];
  }

  async ofOrder(db: Queryable, orderId: string): Promise<Task[]> {
    return db.query<Task>(OF_ORDER, [orderId]);
  }

  /** A courier's tasks in the order they appeared. */
  async list(
    db: Queryable,
    filter: { courierId: string; state: TaskState; afterId?: string | undefined; limit: number },
  ): Promise<Task[]> {
    return db.query<Task>(LIST, [filter.courierId, filter.state, filter.afterId ?? null, filter.limit]);
  }
}
