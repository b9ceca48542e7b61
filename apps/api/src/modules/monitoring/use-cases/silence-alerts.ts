import type { Matcher } from '#lib/alerting';
import { Database, type Tx } from '#lib/database';
import { requireVersion } from '#lib/http';
import { actorName, CLOCK, type Clock, type Context, DomainError, uuidv7 } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { SilenceRepository, type StoredSilence } from '../persistence/silence.repository';

const MINUTE_MS = 60_000;

/** Begins and ends silences; the evaluation follows within a second. */
@Injectable()
export class SilenceAlerts {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(SilenceRepository) private readonly silences: SilenceRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  begin(
    ctx: Context,
    tx: Tx,
    { matchers, minutes, reason }: { matchers: readonly Matcher[]; minutes: number; reason: string },
  ): StoredSilence {
    const startsAt = this.clock.now();
    const endsAt = new Date(startsAt.getTime() + minutes * MINUTE_MS);
    const silence = { id: uuidv7(), matchers, reason, createdBy: actorName(ctx), startsAt, endsAt, version: 1 };
    this.silences.insert(tx, silence);
    return silence;
  }

  async end(ctx: Context, id: string, expectedVersion: number): Promise<StoredSilence> {
    return this.database.transaction(ctx, async (tx) => {
      const silence = await this.silences.lock(tx, id);
      if (silence === undefined) throw notFound(id);
      requireVersion(silence.version, expectedVersion);
      return (await this.silences.end(tx, id, this.clock.now())) ?? silence;
    });
  }
}

function notFound(id: string): DomainError {
  return new DomainError('not_found', 'monitoring.silence_not_found', `There is no silence ${id}`);
}
