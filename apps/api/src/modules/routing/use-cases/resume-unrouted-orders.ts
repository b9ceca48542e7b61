import { Inject, Injectable } from '@nestjs/common';
import { Database, listParked, resumeParked, statement } from '#lib/database';
import type { Context } from '#lib/kernel';
import { CurrentNetwork } from '../current-network';

const PAGE_ORDERS = 1024;

const WAITING_ZONES = statement(
  'routing.waiting-zones',
  `select distinct key from parked where reason = 'route' order by key limit 1000`,
);

/**
 * Gives orders that wait for a way to their zone back to the pipeline, oldest first, once a warehouse reaches it. Which
 * zones a change of the network opens is known only after the snapshot is built, and another process may still park by
 * the old one: so this looks at who waits, after each change and again now and then.
 */
@Injectable()
export class ResumeUnroutedOrders {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CurrentNetwork) private readonly network: CurrentNetwork,
  ) {}

  /** Answers how many orders go on. */
  async execute(ctx: Context): Promise<number> {
    const zones = await this.database.statements(ctx).query<{ key: string }>(WAITING_ZONES);
    let resumed = 0;
    for (const { key } of zones) {
      if (this.network.snapshot().isReachable(key)) resumed += await this.resume(ctx, key);
    }
    return resumed;
  }

  private resume(ctx: Context, zoneId: string): Promise<number> {
    return this.database.transaction(ctx, async (tx) => {
      const waiting = await listParked(tx, 'route', zoneId, PAGE_ORDERS);
      const ids = waiting.map((order) => order.orderId);
      return resumeParked(tx, 'fulfilment', ids);
    });
  }
}
