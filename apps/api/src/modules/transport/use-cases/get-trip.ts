import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { type Trip, TripListRepository } from '../persistence/trip-list.repository';

@Injectable()
export class GetTrip {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(TripListRepository) private readonly trips: TripListRepository,
  ) {}

  async execute(ctx: Context, id: number): Promise<Trip> {
    const trip = await this.trips.find(this.database.statements(ctx), id);
    if (trip === undefined) throw new DomainError('not_found', 'transport.trip_not_found', `There is no trip ${id}`);
    return trip;
  }
}
