import { ApiError } from '../api/problem';
import { call, read } from '../api/request';
import type { Reassignment } from './zone-dispatch';

/** Gives one order to another courier, or only looks (`isPreview`), at the version that it has now. */
export async function reassign(
  orderId: string,
  courierId: string,
  reason: string,
  isPreview = false,
): Promise<Reassignment> {
  const { version } = await read<{ readonly version: number }>(`/v1/orders/${orderId}`);
  const path = `/v1/assignments/${orderId}/reassign${isPreview ? '?preview=true' : ''}`;
  return (await call<Reassignment>('POST', path, { body: { courier_id: courierId, reason }, version })).body;
}

/** What became of one order of a sequence; `problem` says why it stayed. */
export interface MoveResult {
  readonly orderId: string;
  readonly problem?: string;
}

/** Moves orders one after the other, in their sequence, however the others fare; `tell` hears of each. */
export async function moveAll(
  orderIds: readonly string[],
  courierId: string,
  reason: string,
  tell: (settled: number) => void,
): Promise<readonly MoveResult[]> {
  const results: MoveResult[] = [];
  for (const orderId of orderIds) {
    try {
      await reassign(orderId, courierId, reason);
      results.push({ orderId });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      results.push({ orderId, problem: error.message });
    }
    tell(results.length);
  }
  return results;
}
