import type { Context } from '#lib/kernel';
import { CLOCK, type Clock } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { RoutingFacade } from '#module/routing';
import { FindStockedWarehouse, WarehouseFacade } from '#module/warehouse';
import { Inject, Injectable } from '@nestjs/common';
import type { OrderLine } from '../domain/order';

export interface ServiceabilityQuery {
  readonly lat: number;
  readonly lng: number;
  readonly country: string;
  readonly lines: readonly OrderLine[];
}

export type Serviceability =
  | { readonly serviceable: true; readonly warehouseId: string; readonly zoneId: string; readonly etaAt: Date }
  | {
      readonly serviceable: false;
      readonly reason: 'unknown_sku' | 'no_zone' | 'no_route' | 'no_stock';
      readonly detail: string;
    };

/** Whether an order would be served now, from where and by when. A forecast: it reserves nothing. */
@Injectable()
export class CheckServiceability {
  constructor(
    @Inject(WarehouseFacade) private readonly warehouse: WarehouseFacade,
    @Inject(FindStockedWarehouse) private readonly findStocked: FindStockedWarehouse,
    @Inject(RoutingFacade) private readonly routing: RoutingFacade,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(ctx: Context, query: ServiceabilityQuery): Promise<Serviceability> {
    const catalog = this.warehouse.catalog();
    const unknown = query.lines.find((line) => catalog.weightG(line.sku) === undefined);
    if (unknown !== undefined) return refuse('unknown_sku', `No warehouse knows the SKU ${unknown.sku}`);
    const [place] = this.routing.locate([query]);
    if (place === undefined) return refuse('no_zone', `No delivery station serves ${query.lat}, ${query.lng}`);
    const warehouseOf = new Map(this.warehouse.warehouses().map((warehouse) => [warehouse.facilityId, warehouse]));
    const ranked = this.routing
      .rankOrigins(place.zoneId, [...warehouseOf.keys()])
      .flatMap((facilityId) => warehouseOf.get(facilityId) ?? []);
    if (ranked.length === 0) return refuse('no_route', 'No warehouse has a route to the delivery station');
    const stocked = await this.findStocked.execute(
      ctx,
      ranked.map((warehouse) => warehouse.id),
      query.lines,
    );
    const origin = ranked.find((warehouse) => warehouse.id === stocked);
    if (origin === undefined) return refuse('no_stock', 'No warehouse on a route has all lines in stock');
    const [plan] = this.routing.plan([
      { fromFacilityId: origin.facilityId, zoneId: place.zoneId, lat: query.lat, lng: query.lng },
    ]);
    if (plan === undefined) return refuse('no_route', 'No warehouse has a route to the delivery station');
    const etaS = this.settings.of(ctx).routing.handlingS + plan.durationS;
    const etaAt = new Date(this.clock.now().getTime() + etaS * 1000);
    return { serviceable: true, warehouseId: origin.id, zoneId: place.zoneId, etaAt };
  }
}

function refuse(reason: Extract<Serviceability, { serviceable: false }>['reason'], detail: string): Serviceability {
  return { serviceable: false, reason, detail };
}
