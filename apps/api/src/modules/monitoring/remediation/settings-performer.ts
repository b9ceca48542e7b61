import type { Queryable } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { currentVersion, findVersion } from '#lib/settings';
import { RollBackSettings } from '#module/settings';
import { Database } from '#lib/database';
import { Inject, Injectable } from '@nestjs/common';
import type { Facts } from '../domain/remediation/actions';
import type { Params } from '../domain/remediation/parameters';
import { numberOf, type Performer } from './performer';

/** Puts an earlier version of the settings in force, with the rights of whoever asks. */
@Injectable()
export class SettingsPerformer implements Performer {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RollBackSettings) private readonly rollingBack: RollBackSettings,
  ) {}

  async facts(_ctx: Context, db: Queryable, params: Params): Promise<Facts> {
    const toVersion = numberOf(params, 'to_version');
    const [current, target] = [await currentVersion(db), await findVersion(db, toVersion)];
    if (target === undefined) {
      const message = `There is no version ${toVersion} of the settings`;
      throw new DomainError('not_found', 'settings.version_not_found', message);
    }
    return { version: current.version, holds: canonical(current.overrides) === canonical(target.overrides) };
  }

  async act(ctx: Context, params: Params, note: string): Promise<void> {
    const { version: expectedVersion } = await currentVersion(this.database.statements(ctx));
    await this.rollingBack.execute(ctx, { toVersion: numberOf(params, 'to_version'), expectedVersion, reason: note });
  }
}

/** The same text for the same values, in whatever order they are stored. */
function canonical(overrides: Readonly<Record<string, Readonly<Record<string, unknown>>>>): string {
  const sorted = Object.entries(overrides)
    .map(([section, values]) => [section, Object.entries(values).sort(byName)] as const)
    .filter(([, values]) => values.length > 0)
    .sort(byName);
  return JSON.stringify(sorted);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
