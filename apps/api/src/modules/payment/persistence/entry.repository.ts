import { type Queryable, statement } from '#lib/database';
import { Injectable } from '@nestjs/common';
import { TRANSFER_KIND, transferKind, type TransferKind } from '../domain/ledger';

/** A transfer as the merchant sees it: a positive amount raised the balance. */
export interface Entry {
  /** The order's id, or the top-up's own. */
  readonly subjectId: string;
  readonly kind: TransferKind;
  /** Signed, in minor units of `currency`. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly createdAt: Date;
}

/** Where a page ends. Entries are unique by it and listed newest first. */
export type EntryPosition = Pick<Entry, 'createdAt' | 'subjectId' | 'kind'>;

interface EntryRow {
  order_id: string;
  kind: number;
  amount_minor: number;
  currency: string;
  created_at: Date;
}

// Each side walks its own index backwards and stops at the limit; the first bound is what the index can use, the
// second tells a capture and its refund apart when both happened in the same millisecond.
const side = (account: string, kinds: string, amount: string): string => `
  (select order_id, kind, ${amount} as amount_minor, currency, created_at from transfers
   where ${account} = $1 and kind in (${kinds})
     and (created_at, order_id) <= ($2::timestamptz, $3::uuid)
     and (created_at, order_id, kind) < ($2::timestamptz, $3::uuid, $4::smallint)
   order by created_at desc, order_id desc, kind desc limit $5)`;

const LIST = statement(
  'payment.list-entries',
  `${side('debit_account', `${TRANSFER_KIND.capture}`, '-amount_minor')}
   union all
   ${side('credit_account', `${TRANSFER_KIND.refund}, ${TRANSFER_KIND.top_up}`, 'amount_minor')}
   order by created_at desc, order_id desc, kind desc limit $5`,
);

/** After every entry there will ever be: where the first page begins. */
const NEWEST = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 32_767] as const;

/** A merchant's side of the ledger. */
@Injectable()
export class EntryRepository {
  async list(db: Queryable, merchantId: string, after: EntryPosition | undefined, limit: number): Promise<Entry[]> {
    const bound = after ? [after.createdAt, after.subjectId, TRANSFER_KIND[after.kind]] : NEWEST;
    const rows = await db.query<EntryRow>(LIST, [merchantId, ...bound, limit]);
    return rows.map((row) => ({
      subjectId: row.order_id,
      kind: transferKind(row.kind),
      amountMinor: row.amount_minor,
      currency: row.currency,
      createdAt: row.created_at,
    }));
  }
}
