import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { requireVersion } from '#lib/http';
import { type Context, DomainError } from '#lib/kernel';
import { CurrentNetwork } from '../current-network';
import { ZoneRepository, type ZoneChange, type StoredZone } from '../persistence/zone.repository';

@Injectable()
export class ChangeZone {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ZoneRepository) private readonly zones: ZoneRepository,
    @Inject(CurrentNetwork) private readonly network: CurrentNetwork,
  ) {}

  execute(ctx: Context, id: string, expectedVersion: number, change: ZoneChange): Promise<StoredZone> {
    return this.database.transaction(ctx, async (tx) => {
      const row = await this.zones.lock(tx, id);
      if (row === null) throw new DomainError('not_found', 'routing.zone_not_found', `There is no zone ${id}`);
      requireVersion(row.version, expectedVersion);
      const changed = await this.zones.change(tx, row, change);
      await this.network.announceChange(tx);
      return changed;
    });
  }
}
