import type { Queryable } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Injectable } from '@nestjs/common';

/** What another module shows of one order, in its wire form. */
export type ReadPart = (ctx: Context, db: Queryable, orderId: string) => Promise<unknown>;

/** Parts of an order that belong to modules which this one does not know: they bring them along. */
@Injectable()
export class OrderParts {
  private readonly tasks: ReadPart[] = [];

  /** `read` answers the list of the order's tasks. */
  showTasks(read: ReadPart): void {
    this.tasks.push(read);
  }

  async tasksOf(ctx: Context, db: Queryable, orderId: string): Promise<unknown[]> {
    return (await Promise.all(this.tasks.map((read) => read(ctx, db, orderId)))).flat();
  }
}
