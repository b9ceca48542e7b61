import { queryOnce } from '../servers/stored-rows';

interface Rest {
  readonly status: string;
  readonly orders: number;
}

const BY_STATUS = `select status::text as status, count(*)::int as orders from live.orders group by status`;

const MONEY = `
  select (select count(*)::int from live.transfers where kind = 1) as captures,
    (select count(*)::int from (
      select a.merchant_id from live.accounts a join live.transfers t on a.merchant_id in (t.debit_account, t.credit_account)
      group by a.merchant_id, a.balance_minor
      having a.balance_minor <> sum(case when t.credit_account = a.merchant_id then t.amount_minor else -t.amount_minor end)
    ) as wrong) as unbalanced`;

const LATENCY = `
  select percentile_cont(0.5) within group (order by ms) as "p50Ms", percentile_cont(0.99) within group (order by ms) as "p99Ms"
  from (select extract(epoch from d.recorded_at - r.recorded_at)::float8 * 1000 as ms
    from live.order_events d join live.order_events r on r.order_id = d.order_id and r.sequence = 1
    where d.to_status = 'dispatched') as way`;

/** Where orders may rest at the end: on their way to the door, or waiting for what this load withholds on purpose. */
const RESTING = new Set(['dispatched', 'awaiting_payment', 'backordered']);

/** Says what is wrong with the end of a run: lost or stuck orders, misfits that were served, money that does not add up. */
export async function flowFaults(databaseUrl: string, acknowledged: number, misfitEvery: number): Promise<string[]> {
  const rests = await queryOnce<Rest>(databaseUrl, BY_STATUS);
  const of = (status: string): number => rests.find((rest) => rest.status === status)?.orders ?? 0;
  const stored = rests.reduce((sum, { orders }) => sum + orders, 0);
  const faults: string[] = [];
  if (stored !== acknowledged) faults.push(`${acknowledged} orders acknowledged, but ${stored} stored`);
  for (const { status, orders } of rests) if (!RESTING.has(status)) faults.push(`${orders} orders rest as ${status}`);
  const expected = acknowledged / misfitEvery;
  for (const status of ['awaiting_payment', 'backordered']) {
    if (Math.abs(of(status) - expected) > expected / 10 + 10) {
      faults.push(`${of(status)} orders are ${status}, about ${Math.round(expected)} should be`);
    }
  }
  const [money] = await queryOnce<{ captures: number; unbalanced: number }>(databaseUrl, MONEY);
  const paid = stored - of('awaiting_payment');
  if (money?.captures !== paid) faults.push(`${paid} orders are paid, but ${money?.captures ?? 0} captures stored`);
  if (money?.unbalanced !== 0) faults.push(`${money?.unbalanced ?? '?'} balances are not the sum of their transfers`);
  return faults;
}

/** From accepted to dispatched, of all orders in the database. */
export async function dispatchLatency(databaseUrl: string): Promise<{ p50Ms: number; p99Ms: number }> {
  const [row] = await queryOnce<{ p50Ms: number | null; p99Ms: number | null }>(databaseUrl, LATENCY);
  return { p50Ms: row?.p50Ms ?? 0, p99Ms: row?.p99Ms ?? 0 };
}
