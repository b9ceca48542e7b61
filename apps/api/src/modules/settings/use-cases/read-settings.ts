import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { currentVersion, listVersions, type SettingsVersion } from '#lib/settings';
import { Inject, Injectable } from '@nestjs/common';

/** Reads the table, not the snapshot: an operator decides the next change on what is stored now. */
@Injectable()
export class ReadSettings {
  constructor(@Inject(Database) private readonly database: Database) {}

  current(ctx: Context): Promise<SettingsVersion> {
    return currentVersion(this.database.statements(ctx));
  }

  /** Versions below `before` (all when absent), newest first. */
  history(ctx: Context, before: number | undefined, limit: number): Promise<SettingsVersion[]> {
    return listVersions(this.database.statements(ctx), before ?? Number.MAX_SAFE_INTEGER, limit);
  }
}
