import { Inject, Injectable } from '@nestjs/common';
import { resumeParked, type Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { WaitingOrdersRepository } from '../persistence/waiting-orders.repository';

/** At most so many orders go on for one link at a time: the next look takes the next ones. */
const LINK_ORDERS = 2048;

/** Gives the orders that wait longest for a link back to the pipeline, as many as it has seats for now. */
@Injectable()
export class ResumeWaitingOrders {
  constructor(@Inject(WaitingOrdersRepository) private readonly waiting: WaitingOrdersRepository) {}

  /** The caller holds the links' rows, so that no order parks unseen. Answers how many orders go on. */
  async execute(_ctx: Context, tx: Tx, seatsByLink: ReadonlyMap<number, number>): Promise<number> {
    const limits = new Map([...seatsByLink].map(([linkId, seats]) => [linkId, Math.min(seats, LINK_ORDERS)]));
    return resumeParked(tx, 'dispatch', await this.waiting.first(tx, limits));
  }
}
