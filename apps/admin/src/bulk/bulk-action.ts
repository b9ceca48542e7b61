import type { Problem } from '../api/problem';
import { read } from '../api/request';

interface BulkItem {
  readonly order_id: string;
  readonly status: 'done' | 'refused' | 'waiting';
  readonly problem?: Problem;
}

/** What was asked for many orders, and how far it is. */
export interface BulkAction {
  readonly id: string;
  readonly status: 'running' | 'finished';
  readonly total: number;
  readonly done: number;
  readonly refused: number;
  readonly results: {
    readonly data: readonly BulkItem[];
    readonly page_info: { readonly next_cursor: string | null };
  };
}

/** An order that was not done, with the API's reason. */
export type RefusedOrder = BulkItem & { readonly problem: Problem };

const PAGE = 200;
/** More than a person reads; the rest is counted. */
const REFUSALS_SHOWN = 1000;

export function readBulkAction(id: string): Promise<BulkAction> {
  return read<BulkAction>(`/v1/bulk-actions/${id}?limit=1`);
}

/** Those that were refused, in the order in which they were named. */
export async function readRefused(id: string): Promise<readonly RefusedOrder[]> {
  const found: RefusedOrder[] = [];
  let after = '';
  while (found.length < REFUSALS_SHOWN) {
    const { results } = await read<BulkAction>(`/v1/bulk-actions/${id}?status=refused&limit=${PAGE}${after}`);
    found.push(...results.data.filter((item): item is RefusedOrder => item.problem !== undefined));
    if (results.page_info.next_cursor === null) break;
    after = `&cursor=${results.page_info.next_cursor}`;
  }
  return found;
}
