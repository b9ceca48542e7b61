import { Database } from '#lib/database';
import { staleVersion } from '#lib/http';
import { actorName, CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Incident } from '../domain/incident';
import { IncidentRepository } from '../persistence/incident.repository';
import { incidentNotFound } from './read-alerts';

/** Says that a person looks after an incident. The first who did stays named; a note may be changed. */
@Injectable()
export class AcknowledgeIncident {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(IncidentRepository) private readonly incidents: IncidentRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(ctx: Context, id: string, expectedVersion: number, note: string): Promise<Incident> {
    return this.database.transaction(ctx, async (tx) => {
      const change = { version: expectedVersion, by: actorName(ctx), note, now: this.clock.now() };
      const changed = await this.incidents.acknowledge(tx, id, change);
      if (changed !== undefined) return changed;
      const known = await this.incidents.find(tx, id);
      if (known === undefined) throw incidentNotFound(id);
      throw staleVersion(known.version, expectedVersion);
    });
  }
}
