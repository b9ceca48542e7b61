import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';

/** The transport document of one order. */
export interface Waybill {
  readonly orderId: string;
  readonly number: string;
}

const INSERT = statement(
  'waybill.insert',
  `insert into waybills (order_id, number, created_at)
   select order_id, number, $3 from unnest($1::uuid[], $2::text[]) as n (order_id, number)
   on conflict (order_id) do nothing returning order_id, number`,
);

const FIND = statement('waybill.find', `select order_id, number from waybills where order_id = any($1::uuid[])`);

const RESOLVE = statement('waybill.resolve', `select order_id, number from waybills where number = any($1::text[])`);

@Injectable()
export class WaybillRepository {
  /** Writes waybills for orders that have none; answers only those. */
  async insert(tx: Tx, waybills: readonly Waybill[], createdAt: Date): Promise<Waybill[]> {
    const numbers = waybills.map(({ number }) => number);
    return (await tx.query<WaybillRow>(INSERT, [waybills.map(({ orderId }) => orderId), numbers, createdAt])).map(
      toWaybill,
    );
  }

  async find(db: Queryable, orderIds: readonly string[]): Promise<Waybill[]> {
    return orderIds.length === 0 ? [] : (await db.query<WaybillRow>(FIND, [orderIds])).map(toWaybill);
  }

  async resolve(db: Queryable, numbers: readonly string[]): Promise<Waybill[]> {
    return numbers.length === 0 ? [] : (await db.query<WaybillRow>(RESOLVE, [numbers])).map(toWaybill);
  }
}

interface WaybillRow {
  order_id: string;
  number: string;
}

function toWaybill(row: WaybillRow): Waybill {
  return { orderId: row.order_id, number: row.number };
}
