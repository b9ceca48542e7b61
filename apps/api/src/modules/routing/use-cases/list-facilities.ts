import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { FacilityRepository, type FacilityFilter, type StoredFacility } from '../persistence/facility.repository';

/** Up to `limit + 1` facilities in the order of their ids. */
@Injectable()
export class ListFacilities {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(FacilityRepository) private readonly facilities: FacilityRepository,
  ) {}

  execute(ctx: Context, filter: FacilityFilter): Promise<StoredFacility[]> {
    return this.facilities.list(this.database.entities(ctx), filter);
  }
}
