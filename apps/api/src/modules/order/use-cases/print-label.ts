import { Database } from '#lib/database';
import { DomainError, type Context } from '#lib/kernel';
import { RoutingFacade } from '#module/routing';
import { WarehouseFacade } from '#module/warehouse';
import { WaybillFacade } from '#module/waybill';
import { Inject, Injectable } from '@nestjs/common';
import type { Address } from '../domain/order';
import { isTerminal } from '../domain/order-state';
import { GetOrder } from './get-order';

/** The label of an order's parcel, rendered when it is asked for: nothing but facts that are stored already. */
@Injectable()
export class PrintLabel {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(GetOrder) private readonly getOrder: GetOrder,
    @Inject(WaybillFacade) private readonly waybill: WaybillFacade,
    @Inject(RoutingFacade) private readonly routing: RoutingFacade,
    @Inject(WarehouseFacade) private readonly warehouse: WarehouseFacade,
  ) {}

  /** @throws DomainError `order.not_found` (404), `order.no_waybill` (409) */
  async execute(ctx: Context, orderId: string): Promise<Buffer> {
    const order = await this.getOrder.execute(ctx, orderId);
    const db = this.database.statements(ctx);
    const [waybill] = await this.waybill.find(ctx, db, [orderId]);
    const [plan] = await this.routing.findPlans(ctx, db, [orderId]);
    if (waybill === undefined || plan === undefined || (isTerminal(order.status) && order.status !== 'delivered')) {
      const message = `An order that is ${order.status} has no label`;
      throw new DomainError('conflict', 'order.no_waybill', message, { context: { order_status: order.status } });
    }
    const catalog = this.warehouse.catalog();
    const origin = this.warehouse.warehouses().find((warehouse) => warehouse.facilityId === plan.fromFacilityId);
    return this.waybill.label(ctx, {
      number: waybill.number,
      reference: order.reference,
      serviceLevel: order.serviceLevel,
      recipient: { ...order.recipient, addressLines: addressLines(order.recipient.address) },
      sender: {
        name: origin?.name ?? 'Linehaul',
        addressLines: [this.routing.facility(plan.fromFacilityId)?.name ?? ''],
      },
      stationCode: this.routing.facility(plan.stationId)?.code ?? '',
      zoneCode: this.routing.zone(plan.zoneId)?.code ?? '',
      weightG: order.lines.reduce((sum, line) => sum + (catalog.weightG(line.sku) ?? 0) * line.quantity, 0),
    });
  }
}

/** From the street to the country, as it is printed. */
function addressLines(address: Address): string[] {
  const town = [address.postalCode, address.city, address.region].filter((part) => part !== undefined).join(' ');
  return [address.line1, address.line2, town, address.country].filter((line) => line !== undefined);
}
