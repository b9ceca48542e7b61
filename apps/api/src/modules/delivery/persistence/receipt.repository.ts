import { Injectable } from '@nestjs/common';
import { statement, type Queryable, type Tx } from '#lib/database';
import type { Fact, Receipt } from '../domain/fact';

const FIND = statement(
  'delivery.find-reports',
  `select event_id as "eventId", order_id as "orderId", code, outcome, order_status as "orderStatus", sequence
     from delivery_reports where event_id = any($1::uuid[])`,
);

const INSERT = statement(
  'delivery.insert-reports',
  `insert into delivery_reports
     (event_id, order_id, code, occurred_at, outcome, order_status, sequence, reporter, recorded_at)
   select *, $8, $9 from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::int[])
       as new(event_id, order_id, code, occurred_at, outcome, order_status, sequence)
    order by event_id
   on conflict (event_id) do nothing`,
);

/** An accepted fact with what became of it. */
export interface NewReceipt {
  readonly fact: Fact;
  readonly receipt: Receipt;
}

@Injectable()
export class ReceiptRepository {
  async find(db: Queryable, eventIds: readonly string[]): Promise<Map<string, Receipt>> {
    const rows = await db.query<Receipt>(FIND, [eventIds]);
    return new Map(rows.map((row) => [row.eventId, row]));
  }

  /** Returns how many were new: fewer than given when somebody reported one of them at the same time. */
  async insert(tx: Tx, receipts: readonly NewReceipt[], reporter: string, now: Date): Promise<number> {
    return tx.execute(INSERT, [
      receipts.map(({ fact }) => fact.eventId),
      receipts.map(({ fact }) => fact.orderId),
      receipts.map(({ fact }) => fact.code),
      receipts.map(({ fact }) => fact.occurredAt),
      receipts.map(({ receipt }) => receipt.outcome),
      receipts.map(({ receipt }) => receipt.orderStatus),
      receipts.map(({ receipt }) => receipt.sequence),
      reporter,
      now,
    ]);
  }
}
