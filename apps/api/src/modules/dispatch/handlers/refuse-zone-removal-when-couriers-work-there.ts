import { type Tx, TransactionalEvents } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { ZoneRemoved } from '#module/routing';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CourierRepository } from '../persistence/courier.repository';

/** A zone stays as long as couriers belong to it: their shifts and orders would point nowhere. */
@Injectable()
export class RefuseZoneRemovalWhenCouriersWorkThere implements OnModuleInit {
  constructor(
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
    @Inject(CourierRepository) private readonly couriers: CourierRepository,
  ) {}

  onModuleInit(): void {
    this.events.on(ZoneRemoved, (ctx, tx, event) => this.handle(ctx, tx, event));
  }

  private async handle(_ctx: Context, tx: Tx, { zoneId }: ZoneRemoved): Promise<void> {
    if (!(await this.couriers.existsIn(tx, zoneId))) return;
    const message = `Zone ${zoneId} has couriers: move them to other zones first`;
    throw new DomainError('conflict', 'dispatch.zone_in_use', message);
  }
}
