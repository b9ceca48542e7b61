import { queryOnce } from '../servers/stored-rows';

/** One way to ask for the list of orders, and what must come first. */
export interface ListCase {
  readonly name: string;
  readonly query: string;
  /** Selects the ids of the first page, by brute force. */
  readonly expected: string;
  /** The page may be cut before it is full: what there is must be right. */
  readonly mayBeShort?: boolean;
}

const PAGE = 50;
const orders = (where: string, order: string): string =>
  `select id from live.orders where ${where} order by ${order} limit ${PAGE}`;

/** What operators look for besides: one order in a hundred waits, some work rows are an hour late. */
const PROBLEMS = [
  `insert into live.parked select id, 'fulfilment', 'stock', 'SKU-0001', now(), '{}' from live.orders
   where right(id::text, 2) = '00' on conflict do nothing`,
  `insert into live.work (id, stage, order_ids, run_after, dispatched_until)
   select gen_random_uuid(), 'dispatch', array_agg(id), now() - interval '1 hour', now() + interval '1 day'
   from (select id, row_number() over (order by id desc) / 64 as part from live.orders order by id desc limit 640) as late
   group by part`,
];

/** Puts problems among the stored orders, and answers every filter and sort that the list offers. */
export async function listCases(databaseUrl: string): Promise<ListCase[]> {
  for (const text of PROBLEMS) await queryOnce(databaseUrl, text);
  const [one] = await queryOnce<{ zone: string; merchant: string; waybill: string; order: string; reference: string }>(
    databaseUrl,
    `select o.zone_id as zone, o.merchant_id as merchant, w.number as waybill, o.id as order, o.reference
     from live.orders o join live.waybills w on w.order_id = o.id
     where o.reference not like 'copy-%' order by o.id limit 1`, // no copy has a number that anybody could type
  );
  if (one === undefined) throw new Error('No order is stored');
  const late = `id in (select unnest(order_ids) from live.work where run_after < now() - interval '30 minutes')`;
  const parked = `id in (select order_id from live.parked)`;
  return [
    { name: 'newest', query: '', expected: orders('true', 'id desc') },
    { name: 'oldest', query: 'sort=created_at', expected: orders('true', 'id') },
    { name: 'status', query: 'status=dispatched', expected: orders(`status = 'dispatched'`, 'id desc') },
    { name: 'rare status', query: 'status=lost', expected: orders(`status = 'lost'`, 'id desc') },
    {
      name: 'merchant',
      query: `merchant_id=${one.merchant}`,
      expected: orders(`merchant_id = '${one.merchant}'`, 'id desc'),
    },
    {
      name: 'zone',
      query: `zone_id=${one.zone}`,
      expected: orders(`zone_id = '${one.zone}'`, 'id desc'),
      mayBeShort: true,
    },
    {
      name: 'merchant, zone, status, oldest',
      query: `merchant_id=${one.merchant}&zone_id=${one.zone}&status=dispatched&sort=created_at`,
      expected: orders(`merchant_id = '${one.merchant}' and zone_id = '${one.zone}' and status = 'dispatched'`, 'id'),
      mayBeShort: true,
    },
    {
      name: 'reference prefix',
      query: 'reference_prefix=copy-1',
      expected: orders(`reference like 'copy-1%'`, 'merchant_id, reference collate "C"'),
    },
    {
      name: 'reference',
      query: `reference=${one.reference}`,
      expected: orders(`reference = '${one.reference}'`, 'merchant_id'),
    },
    { name: 'waybill', query: `waybill=${one.waybill}`, expected: orders(`id = '${one.order}'`, 'id') },
    { name: 'failed', query: 'problem=failed', expected: orders(parked, 'id desc') },
    {
      name: 'failed, oldest, zone',
      query: `problem=failed&sort=created_at&zone_id=${one.zone}`,
      expected: orders(`${parked} and zone_id = '${one.zone}'`, 'id'),
      mayBeShort: true,
    },
    { name: 'stuck', query: 'problem=stuck', expected: orders(late, 'id desc') },
    { name: 'idle, all', query: 'problem=idle&idle_for_s=1&sort=created_at', expected: orders('true', 'id') },
    { name: 'idle, none', query: 'problem=idle&idle_for_s=864000', expected: orders('false', 'id') },
  ];
}
