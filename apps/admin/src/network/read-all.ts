import { read } from '../api/request';
import type { CursorPage } from '../providers/cursor-memory';

const PAGE = 200;

/** All of a list that is known to be small, such as a country's facilities; `limit` records at most. */
export async function readAll<Row>(path: string, limit: number, signal?: AbortSignal): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: String(Math.min(PAGE, limit)), ...(cursor === null ? {} : { cursor }) });
    const page: CursorPage<Row> = await read<CursorPage<Row>>(
      `${path}${path.includes('?') ? '&' : '?'}${query.toString()}`,
      signal,
    );
    rows.push(...page.data);
    cursor = page.page_info.next_cursor;
  } while (cursor !== null && rows.length < limit);
  return rows;
}
