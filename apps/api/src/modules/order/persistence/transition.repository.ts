import { announceWork, statement, type Stage, type Tx } from '#lib/database';
import { actorName, uuidv7, type Context } from '#lib/kernel';
import type { OrderStatus } from '../domain/order-state';
import { reachedBy } from '../domain/reached';
import type { Transition } from '../domain/transition';

/**
 * Everything that a transaction's transitions leave behind, in one statement: the orders as they now stand, one event
 * per step, one row of the event feed, and the next stage's work row where there is one. The orders are locked by the
 * caller; `version` is compared all the same, so that a missing lock shows as an error and not as a lost update.
 */
const APPLY = statement(
  'order.apply-transitions',
  `with events as (
     insert into order_events
       (order_id, sequence, from_status, to_status, occurred_at, recorded_at, code, actor, reason_code, cause, data)
     select order_id, sequence, from_status, to_status, coalesce(occurred_at, $13), $13,
            coalesce(code, to_status::text), coalesce(actor, $22), reason_code, coalesce(cause, $23), data
     from unnest($6::uuid[], $7::int[], $8::order_status[], $9::order_status[], $10::timestamptz[], $11::text[],
                 $12::text[], $14::text[], $15::text[], $16::jsonb[])
       as e(order_id, sequence, from_status, to_status, occurred_at, code, reason_code, actor, cause, data)
   ), feed as (
     insert into event_feed (order_ids, first_sequences, last_sequences, reached)
     select $1::uuid[], $17::int[], $4::int[], $24::int[] where cardinality($1::uuid[]) > 0
   ), next as (
     insert into work (id, stage, order_ids, run_after)
     select $18, $19, $20::uuid[], coalesce($21::timestamptz, now()) where cardinality($20::uuid[]) > 0
   )
   update orders set status = t.status, payment_status = t.payment_status, version = t.version
   from unnest($1::uuid[], $2::order_status[], $3::payment_status[], $4::int[], $5::int[])
     as t(id, status, payment_status, version, from_version)
   where orders.id = t.id and orders.version = t.from_version`,
);

export interface NextWork {
  readonly stage: Stage;
  readonly orderIds: readonly string[];
  readonly runAfter?: Date;
}

/** Writes transitions; see the statement. `now` is when they are recorded, and happened where a step says nothing else. */
export function applyTransitions(
  ctx: Context,
  tx: Tx,
  transitions: readonly Transition[],
  now: Date,
  next?: NextWork,
): void {
  if (transitions.length === 0) return;
  const orders = [...transitions].sort((a, b) => (a.orderId < b.orderId ? -1 : 1));
  const events = eventColumns(orders);
  const params = [
    orders.map((order) => order.orderId),
    orders.map((order) => order.status),
    orders.map((order) => order.paymentStatus),
    orders.map((order) => order.version),
    orders.map((order) => order.fromVersion),
    events.orderIds,
    events.sequences,
    events.from,
    events.to,
    unlessNull(events.occurredAt),
    unlessNull(events.codes),
    unlessNull(events.reasonCodes),
    now,
    unlessNull(events.actors),
    unlessNull(events.causes),
    unlessNull(events.data),
    orders.map((order) => order.fromVersion + 1),
    uuidv7(),
    next?.stage ?? null,
    next?.orderIds ?? [],
    next?.runAfter ?? null,
    actorName(ctx),
    causeOf(ctx),
    reachedBy(orders),
  ];
  tx.send(APPLY, params, (moved) => {
    if (moved !== orders.length) throw new Error(`${orders.length - moved} orders changed under their lock`);
  });
  if (next !== undefined && next.orderIds.length > 0 && next.runAfter === undefined) {
    tx.afterCommit(() => announceWork(next.stage));
  }
}

interface EventColumns {
  readonly orderIds: string[];
  readonly sequences: number[];
  readonly from: OrderStatus[];
  readonly to: OrderStatus[];
  readonly occurredAt: (Date | null)[];
  readonly codes: (string | null)[];
  readonly reasonCodes: (string | null)[];
  readonly actors: (string | null)[];
  readonly causes: (string | null)[];
  readonly data: (string | null)[];
}

function eventColumns(orders: readonly Transition[]): EventColumns {
  const columns: EventColumns = {
    orderIds: [],
    sequences: [],
    from: [],
    to: [],
    occurredAt: [],
    codes: [],
    reasonCodes: [],
    actors: [],
    causes: [],
    data: [],
  };
  for (const order of orders) {
    let from = order.from;
    order.steps.forEach((step, index) => {
      columns.orderIds.push(order.orderId);
      columns.sequences.push(order.fromVersion + index + 1);
      columns.from.push(from);
      columns.to.push(step.to);
      columns.occurredAt.push(step.occurredAt ?? null);
      columns.codes.push(step.code ?? null);
      columns.reasonCodes.push(step.reasonCode ?? null);
      columns.actors.push(step.by === undefined ? null : actorName(step.by));
      columns.causes.push(step.by === undefined ? null : causeOf(step.by));
      columns.data.push(step.data === null || step.data === undefined ? null : JSON.stringify(step.data));
      from = step.to;
    });
  }
  return columns;
}

/** A column of nothing but nulls is not sent: `unnest` fills a shorter array up with nulls. Most are, in a stage's batch. */
function unlessNull<Value>(column: readonly (Value | null)[]): readonly (Value | null)[] {
  return column.every((value) => value === null) ? [] : column;
}

function causeOf({ traceparent }: Context): string | null {
  return traceparent === '' ? null : traceparent;
}
