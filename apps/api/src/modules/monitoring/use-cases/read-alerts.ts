import { Database } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Incident } from '../domain/incident';
import { AlertRepository, type StoredAlert } from '../persistence/alert.repository';
import { IncidentRepository } from '../persistence/incident.repository';
import { type InvariantCheck, InvariantRepository } from '../persistence/invariant.repository';
import { SilenceRepository, type StoredSilence } from '../persistence/silence.repository';

/** What people look at. */
@Injectable()
export class ReadAlerts {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AlertRepository) private readonly stored: AlertRepository,
    @Inject(SilenceRepository) private readonly silencing: SilenceRepository,
    @Inject(IncidentRepository) private readonly opened: IncidentRepository,
    @Inject(InvariantRepository) private readonly checks: InvariantRepository,
  ) {}

  alerts(ctx: Context, state: string | undefined, after: string | undefined, limit: number): Promise<StoredAlert[]> {
    return this.stored.list(this.database.statements(ctx), state, after, limit);
  }

  silences(ctx: Context, before: string | undefined, limit: number): Promise<StoredSilence[]> {
    return this.silencing.list(this.database.statements(ctx), before, limit);
  }

  incidents(ctx: Context, before: string | undefined, open: boolean | undefined, limit: number): Promise<Incident[]> {
    return this.opened.list(this.database.statements(ctx), before, open, limit);
  }

  async incident(ctx: Context, id: string): Promise<Incident> {
    const incident = await this.opened.find(this.database.statements(ctx), id);
    if (incident === undefined) throw incidentNotFound(id);
    return incident;
  }

  /** As they were found when they were last looked at. */
  invariants(ctx: Context): Promise<InvariantCheck[]> {
    return this.checks.all(this.database.statements(ctx));
  }
}

export function incidentNotFound(id: string): DomainError {
  return new DomainError('not_found', 'monitoring.incident_not_found', `There is no incident ${id}`);
}
