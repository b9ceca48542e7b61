import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { requireVersion } from '#lib/http';
import { type Context, DomainError } from '#lib/kernel';
import { CurrentNetwork } from '../current-network';
import { FacilityRepository, type FacilityChange, type StoredFacility } from '../persistence/facility.repository';

@Injectable()
export class ChangeFacility {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(FacilityRepository) private readonly facilities: FacilityRepository,
    @Inject(CurrentNetwork) private readonly network: CurrentNetwork,
  ) {}

  execute(ctx: Context, id: string, expectedVersion: number, change: FacilityChange): Promise<StoredFacility> {
    return this.database.transaction(ctx, async (tx) => {
      const row = await this.facilities.lock(tx, id);
      if (row === null) throw new DomainError('not_found', 'routing.facility_not_found', `There is no facility ${id}`);
      requireVersion(row.version, expectedVersion);
      const changed = await this.facilities.change(tx, row, change);
      await this.network.announceChange(tx);
      return changed;
    });
  }
}
