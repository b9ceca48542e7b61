import { Inject, Injectable } from '@nestjs/common';
import { Database, TransactionalEvents } from '#lib/database';
import { requireVersion } from '#lib/http';
import { type Context, DomainError } from '#lib/kernel';
import { CurrentNetwork } from '../current-network';
import { FacilityRepository } from '../persistence/facility.repository';
import { FacilityRemoved } from '../routing.events';

/** Deletes a facility that nothing refers to; otherwise a conflict tells what does. */
@Injectable()
export class RemoveFacility {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(FacilityRepository) private readonly facilities: FacilityRepository,
    @Inject(CurrentNetwork) private readonly network: CurrentNetwork,
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
  ) {}

  execute(ctx: Context, id: string, expectedVersion: number): Promise<void> {
    return this.database.transaction(ctx, async (tx) => {
      const row = await this.facilities.lock(tx, id);
      if (row === null) throw new DomainError('not_found', 'routing.facility_not_found', `There is no facility ${id}`);
      requireVersion(row.version, expectedVersion);
      await this.facilities.delete(tx, id);
      await this.events.publish(ctx, tx, new FacilityRemoved(id));
      await this.network.announceChange(tx);
    });
  }
}
