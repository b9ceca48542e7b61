import { Database, WORK_PAGE } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { BackorderRepository } from '../persistence/backorder.repository';
import { ResumeWaiting } from './resume-waiting';

/** Answers the warehouses that can serve each order now, nearest first; orders that it leaves out keep their list. */
export type ListWarehouses = (
  orderIds: readonly string[],
) => Promise<readonly { readonly orderId: string; readonly warehouseIds: readonly string[] }[]>;

const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * The ways to the recipients have changed: orders that wait for stock get new lists of the warehouses that can serve
 * them, and are offered what those have. Page by page, each a short transaction: a list takes the rows of the backorders
 * alone, an offer takes stock and SKUs first.
 */
@Injectable()
export class RelistWaiting {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(BackorderRepository) private readonly backorders: BackorderRepository,
    @Inject(ResumeWaiting) private readonly resumeWaiting: ResumeWaiting,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers how many orders have another list than before. */
  async execute(ctx: Context, list: ListWarehouses): Promise<number> {
    let changed = 0;
    const gained = new Set<string>();
    for (let after = FIRST; ;) {
      const page = await this.backorders.asleep(this.database.statements(ctx), after, WORK_PAGE);
      const lists = page.length === 0 ? [] : await list(page);
      if (lists.length > 0) {
        const now = this.clock.now();
        changed += await this.database.transaction(ctx, (tx) => this.backorders.relist(tx, lists, now));
        for (const { warehouseIds } of lists) for (const id of warehouseIds) gained.add(id);
      }
      const last = page.at(-1);
      if (last === undefined || page.length < WORK_PAGE) break;
      after = last;
    }
    if (changed > 0) {
      await this.database.transaction(ctx, (tx) => this.resumeWaiting.afterOpening(tx, [...gained].sort()));
    }
    return changed;
  }
}
