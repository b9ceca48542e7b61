import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { CurrentNetwork } from '../current-network';
import { FacilityRepository, type NewFacility, type StoredFacility } from '../persistence/facility.repository';

@Injectable()
export class CreateFacility {
  constructor(
    @Inject(FacilityRepository) private readonly facilities: FacilityRepository,
    @Inject(CurrentNetwork) private readonly network: CurrentNetwork,
  ) {}

  async execute(_ctx: Context, tx: Tx, data: NewFacility): Promise<StoredFacility> {
    const created = await this.facilities.insert(tx, data);
    await this.network.announceChange(tx);
    return created;
  }
}
