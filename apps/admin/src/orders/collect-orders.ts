import { read } from '../api/request';
import type { CursorPage } from '../providers/cursor-memory';
import { queryOf } from '../providers/wire-form';
import type { OrderRecord } from './order';
import { orderQuery } from './order-query';

/** As many as one bulk action takes. */
const ALL_AT_MOST = 10_000;
const PAGE = 200;

/** The orders that match a filter, page by page, newest first; `tell` hears how many there are so far. */
export async function collectOrders(
  filter: Readonly<Record<string, unknown>>,
  tell: (count: number) => void,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const references = new Map<string, string>();
  let cursor: string | null = null;
  do {
    const place = cursor === null ? {} : { cursor };
    const query = queryOf({ ...orderQuery(filter), ...place, limit: PAGE });
    const page: CursorPage<OrderRecord> = await read<CursorPage<OrderRecord>>(`/v1/orders?${query}`, signal);
    for (const { id, reference } of page.data) if (references.size < ALL_AT_MOST) references.set(id, reference);
    cursor = page.page_info.next_cursor;
    tell(references.size);
  } while (cursor !== null && references.size < ALL_AT_MOST);
  return references;
}
