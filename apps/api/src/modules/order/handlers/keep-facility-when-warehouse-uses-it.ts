import { TransactionalEvents } from '#lib/database';
import { DomainError } from '#lib/kernel';
import { FacilityRemoved } from '#module/routing';
import { WarehouseFacade } from '#module/warehouse';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';

/** A facility under a warehouse stays: its orders could not be routed. Here, because routing and stock do not know each other. */
@Injectable()
export class KeepFacilityWhenWarehouseUsesIt implements OnModuleInit {
  constructor(
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
    @Inject(WarehouseFacade) private readonly warehouse: WarehouseFacade,
  ) {}

  onModuleInit(): void {
    this.events.on(FacilityRemoved, (_ctx, _tx, { facilityId }) => {
      const user = this.warehouse.warehouses().find((warehouse) => warehouse.facilityId === facilityId);
      if (user === undefined) return Promise.resolve();
      const message = `The warehouse ${user.name} stands at this facility; deactivate the warehouse first`;
      throw new DomainError('conflict', 'facility.in_use', message, { context: { warehouse_id: user.id } });
    });
  }
}
