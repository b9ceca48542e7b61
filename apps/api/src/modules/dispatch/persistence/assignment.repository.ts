import { Injectable } from '@nestjs/common';
import {
  cutWindow,
  statement,
  type Direction,
  type IdRange,
  type IdWindow,
  type Queryable,
  type Statement,
  type Tx,
} from '#lib/database';
import type { Assignment } from '../domain/assignment';
import type { Explanation } from '../domain/explanation';

export interface NewAssignment {
  readonly orderId: string;
  readonly shiftId: number;
  readonly weightG: number;
  readonly explanation: Explanation;
}

const SELECT = `select a.order_id as "orderId", s.courier_id as "courierId", a.shift_id as "shiftId", s.zone_id as "zoneId",
    s.ends_at as "shiftEndsAt", a.assigned_at as "assignedAt", a.weight_g as "weightG", a.explanation
  from assignments a join shifts s on s.id = a.shift_id`;

const FIND = statement('dispatch.find-assignments', `${SELECT} where a.order_id = any($1::uuid[])`);

const LIST = statement(
  'dispatch.list-assignments',
  `${SELECT} where ($1::uuid is null or a.order_id > $1) order by a.order_id limit $2`,
);

const OF_COURIER = statement(
  'dispatch.list-assignments-of-courier',
  `${SELECT} where s.courier_id = $3 and ($1::uuid is null or a.order_id > $1) order by a.order_id limit $2`,
);

const between = (name: string, order: string): Statement =>
  statement(
    `dispatch.assigned-between-${name}`,
    `select order_id as id from assignments where order_id > $1 and order_id < $2 order by order_id ${order} limit $3`,
  );
const BETWEEN: Readonly<Record<Direction, Statement>> = {
  newest: between('newest', 'desc'),
  oldest: between('oldest', 'asc'),
};

const INSERT = statement(
  'dispatch.insert-assignments',
  `insert into assignments (order_id, shift_id, assigned_at, weight_g, explanation)
   select order_id, shift_id, $5, weight_g, explanation
     from unnest($1::uuid[], $2::bigint[], $3::int[], $4::jsonb[]) as new(order_id, shift_id, weight_g, explanation)`,
);

const DELETE = statement(
  'dispatch.delete-assignments',
  `delete from assignments where order_id = any($1::uuid[]) returning shift_id, weight_g`,
);

@Injectable()
export class AssignmentRepository {
  async find(db: Queryable, orderIds: readonly string[]): Promise<Assignment[]> {
    return db.query<Assignment>(FIND, [orderIds]);
  }

  /** Active assignments by order id, of one courier or of all. */
  async list(
    db: Queryable,
    filter: { courierId?: string; afterOrderId?: string; limit: number },
  ): Promise<Assignment[]> {
    const page = [filter.afterOrderId ?? null, filter.limit];
    return filter.courierId === undefined ? db.query(LIST, page) : db.query(OF_COURIER, [...page, filter.courierId]);
  }

  /** The orders of a range of ids that have a courier. */
  async between(db: Queryable, range: IdRange, limit: number): Promise<IdWindow> {
    const rows = await db.query<{ id: string }>(BETWEEN[range.direction], [range.above, range.below, limit + 1]);
    return cutWindow(
      rows.map(({ id }) => id),
      limit,
    );
  }

  insert(tx: Tx, assignments: readonly NewAssignment[], assignedAt: Date): void {
    tx.send(INSERT, [
      assignments.map((assignment) => assignment.orderId),
      assignments.map((assignment) => assignment.shiftId),
      assignments.map((assignment) => assignment.weightG),
      assignments.map((assignment) => JSON.stringify(assignment.explanation)),
      assignedAt,
    ]);
  }

  /** Ends assignments; what it returns is gone by this very call, so room is given back once. */
  async delete(tx: Tx, orderIds: readonly string[]): Promise<{ shiftId: number; weightG: number }[]> {
    const rows = await tx.query<{ shift_id: number; weight_g: number }>(DELETE, [orderIds]);
    return rows.map((row) => ({ shiftId: row.shift_id, weightG: row.weight_g }));
  }
}
