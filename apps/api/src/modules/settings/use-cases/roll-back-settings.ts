import { Database, VersionWatch } from '#lib/database';
import { requireVersion } from '#lib/http';
import { CLOCK, DomainError, type Clock, type Context } from '#lib/kernel';
import { changed, findVersion, lockCurrentVersion, writeVersion, type SettingsVersion } from '#lib/settings';
import { Inject, Injectable } from '@nestjs/common';
import { requireAdminFor } from './require-admin';

export interface SettingsRollback {
  /** The version whose values shall hold again. */
  readonly toVersion: number;
  readonly expectedVersion: number;
  readonly reason: string;
}

/** Makes the values of an earlier version the newest ones. History only grows: the way back is a version of its own. */
@Injectable()
export class RollBackSettings {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(VersionWatch) private readonly watch: VersionWatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(ctx: Context, { toVersion, expectedVersion, reason }: SettingsRollback): Promise<SettingsVersion> {
    const written = await this.database.transaction(ctx, async (tx) => {
      const current = await lockCurrentVersion(tx);
      requireVersion(current.version, expectedVersion);
      const target = await findVersion(tx, toVersion);
      if (target === undefined) {
        throw new DomainError(
          'not_found',
          'settings.version_not_found',
          `There is no version ${toVersion} of the settings`,
        );
      }
      // Values that were in bounds then may not be so for this build.
      const overrides = changed({}, target.overrides);
      requireAdminFor(ctx, current.overrides, overrides);
      return writeVersion(ctx, tx, current, { overrides, reason, now: this.clock.now() });
    });
    await this.watch.refresh();
    return written;
  }
}
