import { statement, type Queryable, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';
import type { BulkAction, BulkItem } from '../domain/bulk-action';

const COLUMNS = `id, action, reason, actor, traceparent, command, total, done, refused, created_at as "createdAt", finished_at as "finishedAt"`;

const INSERT = statement(
  'operations.insert-action',
  `insert into bulk_actions (id, action, reason, actor, traceparent, total, created_at, command) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
const INSERT_ITEMS = statement(
  'operations.insert-items',
  `insert into bulk_action_items (action_id, position, order_id)
   select $1, position, order_id from unnest($2::uuid[]) with ordinality as item(order_id, position)`,
);
const FIND = statement('operations.find-action', `select ${COLUMNS} from bulk_actions where id = $1`);
const RUNNING = statement(
  'operations.running-actions',
  `select id from bulk_actions where finished_at is null order by id limit $1`,
);
const LOCK = statement(
  'operations.lock-action',
  `select ${COLUMNS} from bulk_actions where id = $1 and finished_at is null for update skip locked`,
);
const OPEN_ITEMS = statement(
  'operations.open-items',
  `select position, order_id as "orderId", status, problem from bulk_action_items
   where action_id = $1 and status is null order by position limit $2`,
);
const SETTLE_ITEMS = statement(
  'operations.settle-items',
  `update bulk_action_items i set status = r.status, problem = r.problem
   from unnest($2::int[], $3::text[], $4::jsonb[]) as r(position, status, problem)
   where i.action_id = $1 and i.position = r.position and i.status is null`,
);
const COUNT = statement(
  'operations.count-settled',
  `update bulk_actions set done = done + $2, refused = refused + $3,
     finished_at = case when done + refused + $2 + $3 = total then $4::timestamptz end
   where id = $1`,
);
const LIST_ITEMS = statement(
  'operations.list-items',
  `select position, order_id as "orderId", status, problem from bulk_action_items
   where action_id = $1 and position > $2 and ($3::text is null or status = $3) order by position limit $4`,
);

@Injectable()
export class BulkActionRepository {
  insert(
    tx: Tx,
    action: Omit<BulkAction, 'total' | 'done' | 'refused' | 'finishedAt'>,
    orderIds: readonly string[],
  ): void {
    const { id, reason, actor, traceparent, createdAt } = action;
    const command = action.command === null ? null : JSON.stringify(action.command);
    const total = orderIds.length;
    tx.send(INSERT, [id, action.action, reason, JSON.stringify(actor), traceparent, total, createdAt, command]);
    tx.send(INSERT_ITEMS, [id, orderIds]);
  }

  async find(db: Queryable, id: string): Promise<BulkAction | undefined> {
    return (await db.query<BulkAction>(FIND, [id]))[0];
  }

  /** The oldest that are not finished. */
  async running(db: Queryable, limit: number): Promise<string[]> {
    return (await db.query<{ id: string }>(RUNNING, [limit])).map(({ id }) => id);
  }

  /** The action, held until the transaction ends; undefined when somebody else holds it or it is finished. */
  async lock(tx: Tx, id: string): Promise<BulkAction | undefined> {
    return (await tx.query<BulkAction>(LOCK, [id]))[0];
  }

  /** The first items that nothing has come of. */
  openItems(tx: Tx, id: string, limit: number): Promise<BulkItem[]> {
    return tx.query<BulkItem>(OPEN_ITEMS, [id, limit]);
  }

  /** Writes what came of these items and counts it. The caller holds the action. */
  settle(tx: Tx, id: string, items: readonly BulkItem[], now: Date): void {
    const refused = items.filter(({ status }) => status === 'refused').length;
    const columns = [
      items.map(({ position }) => position),
      items.map(({ status }) => status),
      items.map(({ problem }) => (problem === null ? null : JSON.stringify(problem))),
    ];
    tx.send(SETTLE_ITEMS, [id, ...columns], (settled) => {
      if (settled !== items.length)
        throw new Error(`Settled ${settled} items of bulk action ${id}, not ${items.length}`);
    });
    tx.send(COUNT, [id, items.length - refused, refused, now]);
  }

  /** Items in the order in which they were asked for, behind a position, at most `limit`. */
  items(
    db: Queryable,
    id: string,
    page: { readonly after: number; readonly status?: 'done' | 'refused' | undefined; readonly limit: number },
  ): Promise<BulkItem[]> {
    return db.query<BulkItem>(LIST_ITEMS, [id, page.after, page.status ?? null, page.limit]);
  }
}
