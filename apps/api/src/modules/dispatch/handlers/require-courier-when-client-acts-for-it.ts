import { type Tx, TransactionalEvents } from '#lib/database';
import type { Context } from '#lib/kernel';
import { CourierClientsCreated } from '#module/gateway';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CourierRepository } from '../persistence/courier.repository';
import { unknownCourier } from '../use-cases/courier-refusals';

/** A client acts only for a courier that exists: with a mistyped id its courier would never see a task, and nobody why. */
@Injectable()
export class RequireCourierWhenClientActsForIt implements OnModuleInit {
  constructor(
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
    @Inject(CourierRepository) private readonly couriers: CourierRepository,
  ) {}

  onModuleInit(): void {
    this.events.on(CourierClientsCreated, (ctx, tx, event) => this.handle(ctx, tx, event));
  }

  private async handle(_ctx: Context, tx: Tx, { courierIds }: CourierClientsCreated): Promise<void> {
    const known = await this.couriers.known(tx, courierIds);
    const unknown = courierIds.find((id) => !known.has(id));
    if (unknown !== undefined) throw unknownCourier(unknown);
  }
}
