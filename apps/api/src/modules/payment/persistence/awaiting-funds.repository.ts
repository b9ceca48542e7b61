import { statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';
import { TRANSFER_KIND } from '../domain/ledger';

const NOTE = statement(
  'payment.note-awaiting',
  `insert into awaiting_funds (order_id, merchant_id) select * from unnest($1::uuid[], $2::uuid[]) on conflict do nothing`,
);

const FORGET = statement(
  'payment.forget-awaiting',
  `with forgotten as (delete from awaiting_funds where order_id = any($1::uuid[]) returning merchant_id)
   select merchant_id from forgotten
   union
   select debit_account from transfers where order_id = any($1::uuid[]) and kind = ${TRANSFER_KIND.capture}`,
);

/**
 * Which merchant an unpaid order waits for, from its first refusal to its capture or end. An order that was resumed
 * for funds and is cancelled before it used them has neither a transfer nor a parked row left; without this note
 * nobody would know whose funds it left free, and the orders behind it would wait for the next top-up.
 */
@Injectable()
export class AwaitingFundsRepository {
  async note(tx: Tx, orders: readonly { orderId: string; merchantId: string }[]): Promise<void> {
    if (orders.length === 0) return;
    await tx.execute(NOTE, [orders.map((order) => order.orderId), orders.map((order) => order.merchantId)]);
  }

  /** Forgets that these orders wait. Answers the merchants whose funds they had taken or were waiting for. */
  async forget(tx: Tx, orderIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ merchant_id: string }>(FORGET, [orderIds]);
    return rows.map((row) => row.merchant_id);
  }
}
