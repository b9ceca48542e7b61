import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';
import type { AccountState } from '../domain/settle-orders';

/** A merchant's account. Amounts in minor units of `currency`; `version` grows with every change. */
export interface Account extends AccountState {
  readonly version: number;
  readonly openedAt: Date;
}

interface AccountRow {
  merchant_id: string;
  currency: string;
  balance_minor: number;
  credit_limit_minor: number;
  version: number;
  opened_at: Date;
}

const COLUMNS = `merchant_id, currency, balance_minor, credit_limit_minor, version, opened_at`;

const OPEN = statement(
  'payment.open-account',
  `insert into accounts (merchant_id, currency, credit_limit_minor, opened_at)
   select * from unnest($1::uuid[], $2::text[], $3::int8[], $4::timestamptz[]) on conflict do nothing`,
);

const FIND = statement('payment.find-account', `select ${COLUMNS} from accounts where merchant_id = $1`);

const LOCK = statement(
  'payment.lock-accounts',
  `select ${COLUMNS} from accounts where merchant_id = any($1::uuid[]) order by merchant_id for no key update`,
);

const SET_CREDIT_LIMIT = statement(
  'payment.set-credit-limit',
  `update accounts set credit_limit_minor = $2, version = version + 1 where merchant_id = $1 returning ${COLUMNS}`,
);

export interface NewAccount {
  readonly merchantId: string;
  readonly currency: string;
  readonly creditLimitMinor: number;
}

/** Rows of merchants' accounts; balances themselves move only together with their transfers (`TransferRepository`). */
@Injectable()
export class AccountRepository {
  /** Opens accounts at balance 0; one that exists stays as it is. */
  async open(tx: Tx, accounts: readonly NewAccount[], now: Date): Promise<void> {
    await tx.execute(OPEN, [
      accounts.map((account) => account.merchantId),
      accounts.map((account) => account.currency),
      accounts.map((account) => account.creditLimitMinor),
      accounts.map(() => now),
    ]);
  }

  async find(db: Queryable, merchantId: string): Promise<Account | undefined> {
    const [row] = await db.query<AccountRow>(FIND, [merchantId]);
    return row && toAccount(row);
  }

  /** Locks the accounts in the order of their ids until the transaction ends; merchants without one are left out. */
  async lock(tx: Tx, merchantIds: readonly string[]): Promise<Map<string, Account>> {
    if (merchantIds.length === 0) return new Map();
    const rows = await tx.query<AccountRow>(LOCK, [merchantIds]);
    return new Map(rows.map((row) => [row.merchant_id, toAccount(row)]));
  }

  /** The account must be locked; its floor is checked by the caller and, beneath it, by the table. */
  async setCreditLimit(tx: Tx, merchantId: string, creditLimitMinor: number): Promise<void> {
    await tx.execute(SET_CREDIT_LIMIT, [merchantId, creditLimitMinor]);
  }
}

function toAccount(row: AccountRow): Account {
  return {
    merchantId: row.merchant_id,
    currency: row.currency,
    balanceMinor: row.balance_minor,
    creditLimitMinor: row.credit_limit_minor,
    version: row.version,
    openedAt: row.opened_at,
  };
}
