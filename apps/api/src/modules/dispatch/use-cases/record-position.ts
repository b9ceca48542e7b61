import { Database } from '#lib/database';
import { CLOCK, type Clock, type Context, DomainError } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Point } from '../domain/distance';
import { CourierRepository } from '../persistence/courier.repository';
import { PositionRepository } from '../persistence/position.repository';
import { courierNotFound } from './courier-refusals';
import { requireOwnCourier } from './require-own-courier';

/** How far a telephone's clock may be ahead: a later time would make all true positions look old. */
const AHEAD_MS = 60_000;

/** Keeps where a courier is. A courier tells only its own position. */
@Injectable()
export class RecordPosition {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CourierRepository) private readonly couriers: CourierRepository,
    @Inject(PositionRepository) private readonly positions: PositionRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `dispatch.courier_not_found`, `dispatch.recorded_in_future` (refused) */
  async execute(ctx: Context, courierId: string, point: Point, recordedAt: Date): Promise<void> {
    requireOwnCourier(ctx, courierId);
    if (recordedAt.getTime() > this.clock.now().getTime() + AHEAD_MS) {
      const message = `recorded_at is more than ${AHEAD_MS / 1000} s ahead of the server's clock`;
      const errors = [{ pointer: '/recorded_at', detail: 'lies in the future' }];
      throw new DomainError('refused', 'dispatch.recorded_in_future', message, { errors });
    }
    if ((await this.couriers.find(ctx, courierId)) === null) throw courierNotFound(courierId);
    await this.positions.save(this.database.statements(ctx), courierId, point, recordedAt);
  }
}
