import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { ZoneRepository, type StoredZone } from '../persistence/zone.repository';

@Injectable()
export class GetZone {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ZoneRepository) private readonly zones: ZoneRepository,
  ) {}

  async execute(ctx: Context, id: string): Promise<StoredZone> {
    const row = await this.zones.find(this.database.entities(ctx), id);
    if (row === null) throw new DomainError('not_found', 'routing.zone_not_found', `There is no zone ${id}`);
    return row;
  }
}
