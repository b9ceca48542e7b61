import { Database } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { OrderFacade, type PublicStatus } from '#module/order';
import { RoutingFacade } from '#module/routing';
import { WaybillFacade } from '#module/waybill';
import { Inject, Injectable } from '@nestjs/common';
import { isUnderway, type PublicEvent, publicHistory, publicStatusNow } from '../domain/public-history';

/** An event with the facility it happened at, where it happened at one. */
export interface LocatedEvent extends PublicEvent {
  readonly facility?: { readonly name: string; readonly country: string } | undefined;
}

/** What anybody who knows its number may know of a parcel. */
export interface Tracking {
  readonly waybill: string;
  readonly status: PublicStatus;
  /** When it is expected at the door; undefined once that is settled. */
  readonly etaAt?: Date | undefined;
  readonly events: readonly LocatedEvent[];
}

/** Tells the public where a parcel is. */
@Injectable()
export class TrackParcel {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WaybillFacade) private readonly waybills: Pick<WaybillFacade, 'resolve'>,
    @Inject(OrderFacade) private readonly orders: Pick<OrderFacade, 'tracking'>,
    @Inject(RoutingFacade) private readonly routing: Pick<RoutingFacade, 'facility' | 'findPlans'>,
  ) {}

  /** @throws DomainError `delivery.unknown_waybill`; a mistyped number costs no look into the database */
  async execute(ctx: Context, waybill: string): Promise<Tracking> {
    const db = this.database.statements(ctx);
    const [found] = await this.waybills.resolve(ctx, db, [waybill]);
    if (found === undefined) {
      throw new DomainError('not_found', 'delivery.unknown_waybill', 'No parcel has this waybill number');
    }
    const { orderId } = found;
    const [entries, plans] = await Promise.all([
      this.orders.tracking(ctx, db, orderId),
      this.routing.findPlans(ctx, db, [orderId]),
    ]);
    const status = publicStatusNow(entries);
    const events = publicHistory(entries).map((event) => ({ ...event, facility: this.facilityOf(event) }));
    return { waybill, status, etaAt: isUnderway(status) ? plans[0]?.etaAt : undefined, events };
  }

  private facilityOf(event: PublicEvent): LocatedEvent['facility'] {
    const facility = event.facilityId === undefined ? undefined : this.routing.facility(event.facilityId);
    return facility === undefined ? undefined : { name: facility.name, country: facility.country };
  }
}
