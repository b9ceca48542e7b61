import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { WaybillFacade } from '#module/waybill';
import { Inject, Injectable } from '@nestjs/common';
import type { Order } from '../domain/order';
import { findOrders } from '../persistence/order.repository';
import { findByReference, type FoundReferences, type ReferenceSearch } from '../persistence/reference.repository';

/** Orders by what is printed on paper: the merchant's reference or the waybill's number. */
@Injectable()
export class SearchOrders {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WaybillFacade) private readonly waybill: WaybillFacade,
  ) {}

  /** Those whose reference is, or begins with, `prefix`: by merchant and reference; a merchant finds its own orders only. */
  byReference(ctx: Context, asked: ReferenceSearch, limit: number): Promise<FoundReferences> {
    const merchantId = ctx.merchantId ?? asked.merchantId;
    return findByReference(this.database.statements(ctx), { ...asked, merchantId }, limit);
  }

  /** The order of this waybill, or none. */
  async byWaybill(ctx: Context, number: string): Promise<Order[]> {
    const db = this.database.statements(ctx);
    const waybills = await this.waybill.resolve(ctx, db, [number]);
    const orders = await findOrders(
      db,
      waybills.map(({ orderId }) => orderId),
    );
    return orders.filter(({ merchantId }) => ctx.merchantId === undefined || merchantId === ctx.merchantId);
  }
}
