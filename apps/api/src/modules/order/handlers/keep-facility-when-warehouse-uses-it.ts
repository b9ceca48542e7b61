import { TransactionalEvents, type Tx } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { FacilityRemoved } from '#module/routing';
import { ReadWarehouses } from '#module/warehouse';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';

/**
 * A facility under a warehouse stays: its orders could not be routed. Here, because routing and stock do not know each
 * other. The facility's row is deleted already, so every warehouse that held it has committed and is seen.
 */
@Injectable()
export class KeepFacilityWhenWarehouseUsesIt implements OnModuleInit {
  constructor(
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
    @Inject(ReadWarehouses) private readonly warehouses: ReadWarehouses,
  ) {}

  onModuleInit(): void {
    this.events.on(FacilityRemoved, (ctx, tx, event) => this.handle(ctx, tx, event));
  }

  private async handle(ctx: Context, tx: Tx, { facilityId }: FacilityRemoved): Promise<void> {
    const user = await this.warehouses.openAt(ctx, tx, facilityId);
    if (user === undefined) return;
    const message = `The warehouse ${user.name} stands at this facility; deactivate the warehouse first`;
    throw new DomainError('conflict', 'facility.in_use', message, { context: { warehouse_id: user.id } });
  }
}
