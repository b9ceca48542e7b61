import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { CurrentNetwork } from '../current-network';
import { ZoneRepository, type NewZone, type StoredZone } from '../persistence/zone.repository';

@Injectable()
export class CreateZone {
  constructor(
    @Inject(ZoneRepository) private readonly zones: ZoneRepository,
    @Inject(CurrentNetwork) private readonly network: CurrentNetwork,
  ) {}

  async execute(_ctx: Context, tx: Tx, data: NewZone): Promise<StoredZone> {
    const created = await this.zones.insert(tx, data);
    await this.network.announceChange(tx);
    return created;
  }
}
