import { Database, VersionWatch } from '#lib/database';
import { requireVersion } from '#lib/http';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { changed, lockCurrentVersion, writeVersion, type Patch, type SettingsVersion } from '#lib/settings';
import { Inject, Injectable } from '@nestjs/common';
import { requireAdminFor } from './require-admin';

export interface SettingsChange {
  /** The version that the change was decided on. */
  readonly expectedVersion: number;
  readonly patch: Patch;
  readonly reason: string;
}

/** Changes any part of the settings: all of it or, when one value is out of bounds, nothing. */
@Injectable()
export class ChangeSettings {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(VersionWatch) private readonly watch: VersionWatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(ctx: Context, { expectedVersion, patch, reason }: SettingsChange): Promise<SettingsVersion> {
    const written = await this.database.transaction(ctx, async (tx) => {
      const current = await lockCurrentVersion(tx);
      requireVersion(current.version, expectedVersion);
      const overrides = changed(current.overrides, patch);
      requireAdminFor(ctx, current.overrides, overrides);
      return writeVersion(ctx, tx, current, { overrides, reason, now: this.clock.now() });
    });
    await this.watch.refresh();
    return written;
  }
}
