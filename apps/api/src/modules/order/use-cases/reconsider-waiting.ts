import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { RoutingFacade } from '#module/routing';
import { RelistWaiting, WarehouseFacade } from '#module/warehouse';
import { Inject, Injectable } from '@nestjs/common';
import { zonesOf } from '../persistence/waiting.repository';
import { rankWarehouses } from './rank-warehouses';
import { RerouteWaiting } from './reroute-waiting';

/**
 * After a change of the network, the orders that wait because of the ways there were: for stock of warehouses that did
 * not reach them, or for room on a link that is no longer the best way. (Those that had no way at all are routing's own.)
 */
@Injectable()
export class ReconsiderWaiting {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WarehouseFacade) private readonly warehouse: WarehouseFacade,
    @Inject(RelistWaiting) private readonly relistWaiting: RelistWaiting,
    @Inject(RoutingFacade) private readonly routing: RoutingFacade,
    @Inject(RerouteWaiting) private readonly rerouteWaiting: RerouteWaiting,
  ) {}

  /** `zoneIds`: those with new ways; undefined when all may have some. */
  async execute(ctx: Context, zoneIds: ReadonlySet<string> | undefined): Promise<void> {
    await this.rerouteWaiting.execute(ctx);
    if (zoneIds?.size === 0) return;
    await this.relistWaiting.execute(ctx, async (orderIds) => {
      const zoneOf = await zonesOf(this.database.statements(ctx), orderIds);
      const affected = orderIds.filter((id) => zoneIds === undefined || zoneIds.has(zoneOf.get(id) ?? ''));
      const ranked = rankWarehouses(this.warehouse, this.routing, zoneOf.values());
      return affected.map((orderId) => ({ orderId, warehouseIds: ranked.get(zoneOf.get(orderId) ?? '') ?? [] }));
    });
  }
}
