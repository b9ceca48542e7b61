import { statement, type Queryable } from '#lib/database';
import type { HistoryRange, OrderHistoryEntry } from '../domain/history';
import type { OrderStatus, PaymentStatus } from '../domain/order-state';
import { publicStatus } from '../domain/tracking';

const MERCHANTS = statement('order.merchants', `select id, merchant_id from orders where id = any($1::uuid[])`);

export async function merchantsOf(db: Queryable, orderIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; merchant_id: string }>(MERCHANTS, [orderIds]);
  return new Map(rows.map((row) => [row.id, row.merchant_id]));
}

const HISTORIES = statement(
  'order.histories',
  `select e.order_id, o.merchant_id, o.reference, o.payment_status, e.sequence, e.code, e.to_status, e.occurred_at,
          e.recorded_at, e.reason_code, e.data ->> 'facility_id' as facility_id,
          coalesce(e.cause, (select cause from order_events f where f.order_id = e.order_id and f.sequence = 1)) as trace
   from unnest($1::uuid[], $2::int[], $3::int[]) as r(order_id, first_sequence, last_sequence)
   join order_events e on e.order_id = r.order_id and e.sequence between r.first_sequence and r.last_sequence
   join orders o on o.id = e.order_id
   order by e.order_id, e.sequence`,
);

interface HistoryRow {
  readonly order_id: string;
  readonly merchant_id: string;
  readonly reference: string;
  readonly payment_status: PaymentStatus;
  readonly sequence: number;
  readonly code: string;
  readonly to_status: OrderStatus;
  readonly occurred_at: Date;
  readonly recorded_at: Date;
  readonly reason_code: string | null;
  readonly facility_id: string | null;
  readonly trace: string | null;
}

export async function findHistories(db: Queryable, ranges: readonly HistoryRange[]): Promise<OrderHistoryEntry[]> {
  if (ranges.length === 0) return [];
  const rows = await db.query<HistoryRow>(HISTORIES, [
    ranges.map((range) => range.orderId),
    ranges.map((range) => range.firstSequence),
    ranges.map((range) => range.lastSequence),
  ]);
  return rows.map((row) => ({
    orderId: row.order_id,
    merchantId: row.merchant_id,
    reference: row.reference,
    paymentStatus: row.payment_status,
    sequence: row.sequence,
    code: row.code,
    status: publicStatus(row.to_status),
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    reasonCode: row.reason_code,
    facilityId: row.facility_id,
    trace: row.trace,
  }));
}
