import { Database, readStagePauses, type StagePause } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { Inject, Injectable } from '@nestjs/common';
import type { AutomaticSettings } from '../domain/remediation/remedies';
import type { Run } from '../domain/remediation/run';
import { RemediationRepository, type RunSelection } from '../persistence/remediation.repository';

/** What was done to heal, and what stands still because of it. */
@Injectable()
export class ReadRemediations {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RemediationRepository) private readonly stored: RemediationRepository,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  /** Which rules may heal by themselves. */
  automatic(ctx: Context): AutomaticSettings {
    return this.settings.of(ctx).remediation;
  }

  pauses(ctx: Context): Promise<StagePause[]> {
    return readStagePauses(this.database.statements(ctx));
  }

  runs(ctx: Context, selection: RunSelection): Promise<Run[]> {
    return this.stored.list(this.database.statements(ctx), selection);
  }

  async run(ctx: Context, id: string): Promise<Run> {
    const run = await this.stored.find(this.database.statements(ctx), id);
    if (run !== undefined) return run;
    throw new DomainError('not_found', 'monitoring.remediation_not_found', `There is no run ${id}`);
  }
}
