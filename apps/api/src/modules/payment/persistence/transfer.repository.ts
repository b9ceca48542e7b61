import { statement, type Queryable, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';
import { type OrderTransfer, PLATFORM_ACCOUNT, TRANSFER_KIND, transferKind } from '../domain/ledger';
import type { PaymentRequest, SettledBefore } from '../domain/settle-orders';

const BEFORE = statement(
  'payment.settled-before',
  `select order_id, max(kind) as kind from transfers
   where order_id = any($1::uuid[]) and kind in (${TRANSFER_KIND.capture}, ${TRANSFER_KIND.refund}) group by order_id`,
);

// The balances fall by what the same rows say, in the same statement: the books and the balances cannot part ways.
const CAPTURE = statement(
  'payment.capture',
  `with capture as materialized (
     select * from unnest($1::uuid[], $2::uuid[], $3::int8[], $4::text[]) as c(order_id, merchant_id, amount_minor, currency)
   ), charged as (
     update accounts a set balance_minor = a.balance_minor - s.total, version = a.version + 1
     from (select merchant_id, sum(amount_minor)::int8 as total from capture group by merchant_id) s
     where a.merchant_id = s.merchant_id
   ), settled as (
     delete from awaiting_funds where order_id = any($1::uuid[])
   )
   insert into transfers (order_id, kind, debit_account, credit_account, amount_minor, currency, created_at)
   select order_id, ${TRANSFER_KIND.capture}, merchant_id, '${PLATFORM_ACCOUNT.revenue}', amount_minor, currency, $5
   from capture order by order_id`,
);

// The unique row decides: what it did not insert, it does not give back.
const REFUND = statement(
  'payment.refund',
  `with refund as (
     insert into transfers (order_id, kind, debit_account, credit_account, amount_minor, currency, created_at)
     select order_id, ${TRANSFER_KIND.refund}, credit_account, debit_account, amount_minor, currency, $2::timestamptz
     from transfers where order_id = any($1::uuid[]) and kind = ${TRANSFER_KIND.capture} order by order_id
     on conflict do nothing returning credit_account as merchant_id, amount_minor
   )
   update accounts a set balance_minor = a.balance_minor + s.total, version = a.version + 1
   from (select merchant_id, sum(amount_minor)::int8 as total from refund group by merchant_id) s
   where a.merchant_id = s.merchant_id returning a.merchant_id, s.total`,
);

const TOP_UP = statement(
  'payment.top-up',
  `with deposit as (
     insert into transfers (order_id, kind, debit_account, credit_account, amount_minor, currency, created_at)
     values ($1, ${TRANSFER_KIND.top_up}, '${PLATFORM_ACCOUNT.bank}', $2, $3, $4, $5) returning amount_minor
   )
   update accounts set balance_minor = balance_minor + amount_minor, version = version + 1
   from deposit where merchant_id = $2`,
);

const COLLECT_CASH = statement(
  'payment.collect-cash',
  `insert into transfers (order_id, kind, debit_account, credit_account, amount_minor, currency, created_at)
   select order_id, ${TRANSFER_KIND.cash_on_delivery}, '${PLATFORM_ACCOUNT.cash}', '${PLATFORM_ACCOUNT.revenue}',
     amount_minor, currency, $4::timestamptz
   from unnest($1::uuid[], $2::int8[], $3::text[]) as c(order_id, amount_minor, currency) order by order_id
   on conflict do nothing`,
);

const OF_ORDER = statement(
  'payment.transfers-of-order',
  `select kind, debit_account as "debitAccount", credit_account as "creditAccount", amount_minor as "amountMinor", currency,
     created_at as "createdAt"
   from transfers where order_id = $1 order by created_at, kind`,
);

export interface CashOrder {
  readonly orderId: string;
  readonly amountMinor: number;
  readonly currency: string;
}

/** Writes transfers and, in the same statement, the balances that they move. Accounts must be locked by the caller. */
@Injectable()
export class TransferRepository {
  /** Every transfer of one order, oldest first: one of a kind at most. */
  async ofOrder(db: Queryable, orderId: string): Promise<OrderTransfer[]> {
    const rows = await db.query<Omit<OrderTransfer, 'kind'> & { readonly kind: number }>(OF_ORDER, [orderId]);
    return rows.map((row) => ({ ...row, kind: transferKind(row.kind) }));
  }

  /** What happened to these orders' money so far; stable while the caller holds the orders' locks. */
  async settledBefore(tx: Tx, orderIds: readonly string[]): Promise<Map<string, SettledBefore>> {
    const rows = await tx.query<{ order_id: string; kind: number }>(BEFORE, [orderIds]);
    return new Map(rows.map((row) => [row.order_id, row.kind === TRANSFER_KIND.refund ? 'refunded' : 'captured']));
  }

  /** A second capture of one order violates the primary key and fails the transaction. */
  capture(tx: Tx, captures: readonly PaymentRequest[], now: Date): void {
    if (captures.length === 0) return;
    tx.send(CAPTURE, [
      captures.map((capture) => capture.orderId),
      captures.map((capture) => capture.merchantId),
      captures.map((capture) => capture.amountMinor),
      captures.map((capture) => capture.currency),
      now,
    ]);
  }

  /** Gives captures back that were not given back before. Answers what each merchant got, in minor units. */
  async refund(tx: Tx, orderIds: readonly string[], now: Date): Promise<Map<string, number>> {
    const rows = await tx.query<{ merchant_id: string; total: number }>(REFUND, [orderIds, now]);
    return new Map(rows.map((row) => [row.merchant_id, row.total]));
  }

  async topUp(
    tx: Tx,
    deposit: { id: string; merchantId: string; amountMinor: number; currency: string },
    now: Date,
  ): Promise<void> {
    await tx.execute(TOP_UP, [deposit.id, deposit.merchantId, deposit.amountMinor, deposit.currency, now]);
  }

  /** Books the couriers' cash once per order. */
  async collectCash(tx: Tx, orders: readonly CashOrder[], now: Date): Promise<void> {
    await tx.execute(COLLECT_CASH, [
      orders.map((order) => order.orderId),
      orders.map((order) => order.amountMinor),
      orders.map((order) => order.currency),
      now,
    ]);
  }
}
