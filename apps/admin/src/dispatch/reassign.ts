import { ApiError } from '../api/problem';
import { call, read } from '../api/request';
import type { Reassignment } from './zone-dispatch';

interface Wish {
  readonly orderId: string;
  readonly courierId: string;
  readonly reason: string;
}

/** Gives one order to another courier, at the version that the person decided on. */
export function reassign(wish: Wish, version: number): Promise<Reassignment> {
  return send(wish, version, '');
}

/** What that would do to the order as it is now; `version` is the one to decide on. */
export async function previewReassign(orderId: string, courierId: string): Promise<Reassignment> {
  return send({ orderId, courierId, reason: 'preview' }, await versionOf(orderId), '?preview=true');
}

async function send({ orderId, courierId, reason }: Wish, version: number, query: string): Promise<Reassignment> {
  const body = { courier_id: courierId, reason };
  return (await call<Reassignment>('POST', `/v1/assignments/${orderId}/reassign${query}`, { body, version })).body;
}

async function versionOf(orderId: string): Promise<number> {
  return (await read<{ readonly version: number }>(`/v1/orders/${orderId}`)).version;
}

/** Moves it if it is still that courier's: the version is read first, so that whoever takes it meanwhile is noticed. */
async function moveFrom(fromId: string, wish: Wish, elsewhere: string): Promise<MoveResult> {
  const { orderId } = wish;
  const version = await versionOf(orderId);
  const { courier_id: now } = await read<{ readonly courier_id: string }>(`/v1/assignments/${orderId}`);
  if (now !== fromId) return { orderId, problem: elsewhere };
  await reassign(wish, version);
  return { orderId };
}

/** What became of one order of a sequence; `problem` says why it stayed. */
export interface MoveResult {
  readonly orderId: string;
  readonly problem?: string;
}

/** Moves a courier's orders one after the other, in their sequence, however the others fare; `tell` hears of each, `elsewhere` says that it is another's by now. */
export async function moveAll(
  orderIds: readonly string[],
  move: { readonly fromId: string; readonly toId: string; readonly reason: string; readonly elsewhere: string },
  tell: (settled: number) => void,
): Promise<readonly MoveResult[]> {
  const results: MoveResult[] = [];
  for (const orderId of orderIds) {
    try {
      const wish = { orderId, courierId: move.toId, reason: move.reason };
      results.push(await moveFrom(move.fromId, wish, move.elsewhere));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      results.push({ orderId, problem: error.message });
    }
    tell(results.length);
  }
  return results;
}
