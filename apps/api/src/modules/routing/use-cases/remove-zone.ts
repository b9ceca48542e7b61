import { Inject, Injectable } from '@nestjs/common';
import { Database, TransactionalEvents } from '#lib/database';
import { requireVersion } from '#lib/http';
import { type Context, DomainError } from '#lib/kernel';
import { CurrentNetwork } from '../current-network';
import { ZoneRepository } from '../persistence/zone.repository';
import { ZoneRemoved } from '../routing.events';

/** Deletes a zone that nothing refers to; otherwise a conflict tells what does. */
@Injectable()
export class RemoveZone {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ZoneRepository) private readonly zones: ZoneRepository,
    @Inject(CurrentNetwork) private readonly network: CurrentNetwork,
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
  ) {}

  execute(ctx: Context, id: string, expectedVersion: number): Promise<void> {
    return this.database.transaction(ctx, async (tx) => {
      const row = await this.zones.lock(tx, id);
      if (row === null) throw new DomainError('not_found', 'routing.zone_not_found', `There is no zone ${id}`);
      requireVersion(row.version, expectedVersion);
      await this.zones.delete(tx, id);
      await this.events.publish(ctx, tx, new ZoneRemoved(id));
      await this.network.announceChange(tx);
    });
  }
}
