import { type Database, park, statement, type Tx, unpark } from '#lib/database';
import { type Context, systemClock, uuidv7 } from '#lib/kernel';
import type { PaymentOutcome, PaymentRequest } from '../domain/settle-orders';
import { AccountRepository } from '../persistence/account.repository';
import { AwaitingFundsRepository } from '../persistence/awaiting-funds.repository';
import { EntryRepository } from '../persistence/entry.repository';
import { TransferRepository } from '../persistence/transfer.repository';
import { AuthorizeOrders } from '../use-cases/authorize-orders';
import { CaptureOnDelivery } from '../use-cases/capture-on-delivery';
import { ChangeCreditLimit } from '../use-cases/change-credit-limit';
import { ListEntries } from '../use-cases/list-entries';
import { OpenAccounts } from '../use-cases/open-accounts';
import { ReadAccount } from '../use-cases/read-account';
import { ResumeWaitingOrders } from '../use-cases/resume-waiting-orders';
import { ReverseOrders } from '../use-cases/reverse-orders';
import { TopUpAccount } from '../use-cases/top-up-account';

const UNBALANCED = statement(
  'payment-test.unbalanced',
  `select a.merchant_id, a.balance_minor, coalesce(sum(case when t.credit_account = a.merchant_id then t.amount_minor
     else -t.amount_minor end), 0)::int8 as transfers_minor
   from accounts a left join transfers t on a.merchant_id in (t.debit_account, t.credit_account)
   group by a.merchant_id
   having a.balance_minor <> coalesce(sum(case when t.credit_account = a.merchant_id then t.amount_minor
     else -t.amount_minor end), 0) or a.balance_minor < -a.credit_limit_minor`,
);

const COUNT_TRANSFERS = statement(
  'payment-test.count-transfers',
  `select count(*) as count from transfers where order_id = any($1::uuid[]) and kind = $2`,
);

const TAKE_WORK = statement('payment-test.take-work', `delete from work where stage = 'payment' returning order_ids`);

const PEEK_WORK = statement('payment-test.peek-work', `select id from work where stage = 'payment' limit 1`);

// Stands in for the row locks that the order module holds whenever it moves an order's money.
const LOCK_ORDERS = statement(
  'payment-test.lock-orders',
  `select pg_advisory_xact_lock(hashtextextended(id::text, 0))
   from (select id from unnest($1::uuid[]) as o(id) order by id) as sorted`,
);

const PARKED = statement('payment-test.parked', `select order_id from parked where key = $1 order by order_id`);

/** Payment's use cases on a real database, and a payment stage as the order module runs it: authorize, then park. */
export class LedgerWorld {
  private readonly accounts = new AccountRepository();
  private readonly transfers = new TransferRepository();
  private readonly awaiting = new AwaitingFundsRepository();
  private readonly resume = new ResumeWaitingOrders();
  readonly authorizeOrders = new AuthorizeOrders(
    this.accounts,
    this.transfers,
    this.awaiting,
    this.resume,
    systemClock,
  );
  readonly reverseOrders = new ReverseOrders(this.accounts, this.transfers, this.awaiting, this.resume, systemClock);
  readonly captureOnDelivery = new CaptureOnDelivery(this.transfers, systemClock);
  readonly topUpAccount = new TopUpAccount(this.accounts, this.transfers, this.resume, systemClock);
  readonly changeCreditLimit = new ChangeCreditLimit(this.accounts, this.resume);
  readonly readAccount: ReadAccount;
  readonly listEntries: ListEntries;

  constructor(
    private readonly database: Database,
    private readonly ctx: Context,
  ) {
    this.readAccount = new ReadAccount(database, this.accounts);
    this.listEntries = new ListEntries(database, this.readAccount, new EntryRepository());
  }

  transaction<T>(work: (tx: Tx) => T | Promise<T>): Promise<T> {
    return this.database.transaction(this.ctx, work);
  }

  async merchant(balanceMinor: number, creditLimitMinor = 0): Promise<string> {
    const merchantId = uuidv7();
    const open = new OpenAccounts(this.accounts, systemClock);
    await this.transaction((tx) => open.execute(this.ctx, tx, [{ merchantId, currency: 'CNY', creditLimitMinor }]));
    if (balanceMinor > 0) await this.topUp(merchantId, balanceMinor);
    return merchantId;
  }

  orders(merchantId: string, ...amountsMinor: number[]): PaymentRequest[] {
    return amountsMinor.map((amountMinor) => ({
      orderId: uuidv7(),
      merchantId,
      terms: 'account',
      amountMinor,
      currency: 'CNY',
    }));
  }

  /** One run of the payment stage inside `tx`. */
  async stageIn(tx: Tx, requests: readonly PaymentRequest[]): Promise<readonly PaymentOutcome[]> {
    const outcomes = await this.authorizeOrders.execute(this.ctx, tx, requests);
    const parked = outcomes.flatMap((outcome, index) => {
      const key = requests[index]?.merchantId;
      if (outcome.outcome !== 'awaiting_funds' || key === undefined) return [];
      const { orderId, detail } = outcome;
      return [{ orderId, stage: 'payment' as const, reason: 'funds' as const, key, detail }];
    });
    park(tx, parked, systemClock.now());
    return outcomes;
  }

  stage(requests: readonly PaymentRequest[]): Promise<readonly PaymentOutcome[]> {
    return this.transaction((tx) => this.stageIn(tx, requests));
  }

  async reverseIn(tx: Tx, orderIds: readonly string[]): Promise<void> {
    await this.reverseOrders.execute(this.ctx, tx, orderIds);
    unpark(tx, orderIds);
  }

  reverse(orderIds: readonly string[]): Promise<void> {
    return this.transaction((tx) => this.reverseIn(tx, orderIds));
  }

  async lockOrders(tx: Tx, orderIds: readonly string[]): Promise<void> {
    await tx.execute(LOCK_ORDERS, [orderIds]);
  }

  async topUp(merchantId: string, amountMinor: number, currency = 'CNY'): Promise<number> {
    const deposit = { merchantId, amountMinor, currency };
    const topUp = await this.transaction((tx) => this.topUpAccount.execute(this.ctx, tx, deposit));
    return topUp.resumedOrders;
  }

  setCredit(merchantId: string, creditLimitMinor: number): Promise<void> {
    return this.transaction((tx) => this.changeCreditLimit.execute(this.ctx, tx, merchantId, creditLimitMinor));
  }

  async balanceMinor(merchantId: string): Promise<number> {
    return (await this.readAccount.execute(this.ctx, merchantId)).balanceMinor;
  }

  /** Accounts whose balance is not the sum of their transfers, or below the floor: must be none. */
  unbalanced(): Promise<object[]> {
    return this.database.statements(this.ctx).query(UNBALANCED);
  }

  async countTransfers(orderIds: readonly string[], kind: number): Promise<number> {
    const [row] = await this.database.statements(this.ctx).query<{ count: number }>(COUNT_TRANSFERS, [orderIds, kind]);
    return row?.count ?? 0;
  }

  /** The orders of all payment work rows, which are taken away as the stage would. */
  async takeWork(): Promise<string[]> {
    const rows = await this.database.statements(this.ctx).query<{ order_ids: string[] }>(TAKE_WORK);
    return rows.flatMap((row) => row.order_ids).sort();
  }

  /** Whether any payment work is left. */
  async peekWork(): Promise<boolean> {
    return (await this.database.statements(this.ctx).query(PEEK_WORK)).length > 0;
  }

  async parked(merchantId: string): Promise<string[]> {
    const rows = await this.database.statements(this.ctx).query<{ order_id: string }>(PARKED, [merchantId]);
    return rows.map((row) => row.order_id);
  }
}
