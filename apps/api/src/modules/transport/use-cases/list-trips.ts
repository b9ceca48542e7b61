import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { type Trip, type TripFilter, TripListRepository } from '../persistence/trip-list.repository';

/** Up to `limit + 1` trips by departure. */
@Injectable()
export class ListTrips {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(TripListRepository) private readonly trips: TripListRepository,
  ) {}

  execute(ctx: Context, filter: TripFilter): Promise<Trip[]> {
    return this.trips.list(this.database.statements(ctx), filter);
  }
}
