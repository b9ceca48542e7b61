import { keysWaitedFor, listParked, resumeParked, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';
import { chooseResumable, type WaitingOrder } from '../domain/choose-resumable';

/** How many waiting orders are looked at together. Behind this many that are all too dear, nobody is looked for. */
const WINDOW = 2_048;

/**
 * Turns merchants' waiting orders back into work as far as the funds reach. The caller has locked the accounts, so
 * that no order can park for it unseen. Resuming promises nothing: the stage decides again, and parks again.
 */
@Injectable()
export class ResumeWaitingOrders {
  /** What each merchant has to spend now; `except`: orders that this transaction ends. Answers how many orders go on. */
  async execute(
    tx: Tx,
    fundsMinor: ReadonlyMap<string, number>,
    except: ReadonlySet<string> = new Set(),
  ): Promise<number> {
    let resumed = 0;
    for (const merchantId of await keysWaitedFor(tx, 'funds', [...fundsMinor.keys()])) {
      resumed += await this.resume(tx, merchantId, fundsMinor.get(merchantId) ?? 0, except);
    }
    return resumed;
  }

  private async resume(
    tx: Tx,
    merchantId: string,
    availableMinor: number,
    except: ReadonlySet<string>,
  ): Promise<number> {
    let remainingMinor = availableMinor;
    for (let resumed = 0; ;) {
      const parked = await listParked(tx, 'funds', merchantId, WINDOW);
      const waiting = parked.filter((order) => !except.has(order.orderId)).map(toWaiting);
      const chosen = chooseResumable(waiting, remainingMinor);
      resumed += await resumeParked(tx, 'payment', chosen.orderIds);
      remainingMinor = chosen.remainingMinor;
      if (chosen.orderIds.length === 0 || parked.length < WINDOW) return resumed;
    }
  }
}

/** The amount stands in the detail that `authorize` handed out; without it the order is looked at again at any price. */
function toWaiting(order: { orderId: string; detail: Record<string, unknown> }): WaitingOrder {
  const amountMinor = order.detail.amount_minor;
  return { orderId: order.orderId, amountMinor: typeof amountMinor === 'number' ? amountMinor : 0 };
}
