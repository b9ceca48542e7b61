import { TransactionalEvents, type Tx } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { RoutingFacade } from '#module/routing';
import { WarehouseOpening } from '#module/warehouse';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';

/**
 * A warehouse opens only at a facility of its kind: ways start there. It is kept from being deleted until the warehouse
 * is committed.
 */
@Injectable()
export class RequireFacilityWhenWarehouseOpens implements OnModuleInit {
  constructor(
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
    @Inject(RoutingFacade) private readonly routing: RoutingFacade,
  ) {}

  onModuleInit(): void {
    this.events.on(WarehouseOpening, (ctx, tx, event) => this.handle(ctx, tx, event));
  }

  private async handle(ctx: Context, tx: Tx, { facilityId, pointer }: WarehouseOpening): Promise<void> {
    const kind = await this.routing.holdFacility(ctx, tx, facilityId);
    if (kind === 'warehouse') return;
    const message =
      kind === undefined
        ? `There is no facility ${facilityId} for the warehouse to stand at`
        : `The facility ${facilityId} is a ${kind}: no order starts from there`;
    throw new DomainError('refused', 'warehouse.unknown_facility', message, { errors: [{ pointer, detail: message }] });
  }
}
