import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { FacilityRepository, type StoredFacility } from '../persistence/facility.repository';

@Injectable()
export class GetFacility {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(FacilityRepository) private readonly facilities: FacilityRepository,
  ) {}

  async execute(ctx: Context, id: string): Promise<StoredFacility> {
    const row = await this.facilities.find(this.database.entities(ctx), id);
    if (row === null) throw new DomainError('not_found', 'routing.facility_not_found', `There is no facility ${id}`);
    return row;
  }
}
