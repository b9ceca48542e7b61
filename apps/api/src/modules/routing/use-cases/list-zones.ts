import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { ZoneRepository, type ZoneFilter, type StoredZone } from '../persistence/zone.repository';

/** Up to `limit + 1` zones in the order of their ids. */
@Injectable()
export class ListZones {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ZoneRepository) private readonly zones: ZoneRepository,
  ) {}

  execute(ctx: Context, filter: ZoneFilter): Promise<StoredZone[]> {
    return this.zones.list(this.database.entities(ctx), filter);
  }
}
