import { Database, resumeParked, type Tx, WORK_PAGE } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { type OrderRoute, RoutingFacade } from '#module/routing';
import { Inject, Injectable } from '@nestjs/common';
import { lockOrders } from '../persistence/order.repository';
import { waitingForLinks } from '../persistence/waiting.repository';

const FIRST = '00000000-0000-0000-0000-000000000000';

/** Orders that wait for a seat on a link go on when the network now offers another way from their warehouse. */
@Injectable()
export class RerouteWaiting {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RoutingFacade) private readonly routing: RoutingFacade,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Page by page, a transaction each; answers how many orders go on. */
  async execute(ctx: Context): Promise<number> {
    let resumed = 0;
    for (let after = FIRST; ;) {
      const page = await waitingForLinks(this.database.statements(ctx), after, WORK_PAGE);
      if (page.length > 0) resumed += await this.database.transaction(ctx, (tx) => this.reroute(ctx, tx, page));
      const last = page.at(-1);
      if (last === undefined || page.length < WORK_PAGE) return resumed;
      after = last;
    }
  }

  private async reroute(ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<number> {
    const orders = (await lockOrders(tx, orderIds)).filter((order) => order.status === 'waybill_created');
    const ids = orders.map((order) => order.id);
    const current = new Map((await this.routing.findPlans(ctx, tx, ids)).map((plan) => [plan.orderId, plan]));
    const routed = orders.filter((order) => current.has(order.id));
    const plans = this.routing.plan(
      routed.map(({ id, zoneId, lat, lng }) => ({
        fromFacilityId: current.get(id)?.fromFacilityId ?? '',
        zoneId,
        lat,
        lng,
      })),
    );
    const handledAtMs = this.clock.now().getTime() + this.settings.of(ctx).routing.handlingS * 1000;
    const changed = plans.flatMap((plan, index): OrderRoute[] => {
      const orderId = routed[index]?.id;
      if (plan === undefined || orderId === undefined) return [];
      if (current.get(orderId)?.linkIds.join() === plan.linkIds.join()) return [];
      return [{ ...plan, orderId, etaAt: new Date(handledAtMs + plan.durationS * 1000) }];
    });
    this.routing.savePlans(ctx, tx, changed);
    return resumeParked(
      tx,
      'dispatch',
      changed.map(({ orderId }) => orderId),
    );
  }
}
