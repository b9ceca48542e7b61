import { create } from '../api/create';
import { ApiError } from '../api/problem';
import { call } from '../api/request';
import type { OrderRecord } from './order';

export type OrderAction = 'cancel' | 'retry';

/** What became of one order; `problem` says why not. */
export interface ActionResult {
  readonly order: OrderRecord;
  readonly status: 'done' | 'refused';
  readonly problem?: string;
}

const SIDE_BY_SIDE = 4;

async function act(action: OrderAction, { id, version }: OrderRecord): Promise<void> {
  if (action === 'retry') await create(`/v1/orders/${id}/retry`, {});
  else await call('POST', `/v1/orders/${id}/cancel`, { body: {}, version });
}

async function resultOf(action: OrderAction, order: OrderRecord): Promise<ActionResult> {
  try {
    await act(action, order);
    return { order, status: 'done' };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { order, status: 'refused', problem: error.message };
  }
}

/** Does the same to several orders, a few at once; answers one result for each, in their order, however the others fare. */
export async function actOnOrders(
  action: OrderAction,
  orders: readonly OrderRecord[],
): Promise<readonly ActionResult[]> {
  const results: ActionResult[] = [];
  for (let at = 0; at < orders.length; at += SIDE_BY_SIDE) {
    const some = orders.slice(at, at + SIDE_BY_SIDE);
    results.push(...(await Promise.all(some.map((order) => resultOf(action, order)))));
  }
  return results;
}
