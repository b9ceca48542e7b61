import type { Context } from '#lib/kernel';
import { systemContext, type FieldError } from '#lib/kernel';
import type { Database, VersionWatch } from '#lib/database';
import { currentVersion } from './settings-store';
import { resolve, type SettingsValues } from './values';

/** All settings at one version. Frozen through and through: a change makes another one. */
export interface SettingsSnapshot extends SettingsValues {
  readonly version: number;
}

/** Told of stored values that this build passes over. */
export type OnIgnored = (this: void, version: number, ignored: readonly FieldError[]) => void;

/**
 * The settings in memory. A change by any process is seen here within a second, by PostgreSQL alone: the new snapshot
 * is built beside the old one and a single reference swapped, so no reader ever sees half of each.
 */
export class Settings {
  private readonly listeners: ((snapshot: SettingsSnapshot) => void)[] = [];
  private readonly pinned = new WeakMap<Context, SettingsSnapshot>();

  private constructor(
    private readonly database: Database,
    private readonly onIgnored: OnIgnored,
    private snapshot: SettingsSnapshot,
  ) {}

  /** Reads the settings and keeps them fresh; resolves when the first snapshot stands. */
  static async open(database: Database, watch: VersionWatch, onIgnored: OnIgnored): Promise<Settings> {
    const settings = new Settings(database, onIgnored, Object.freeze({ version: 0, ...resolve({}).values }));
    await watch.subscribe('settings', () => settings.load());
    return settings;
  }

  /** The newest snapshot: for timers and loops, which have no request to be constant in. */
  current(): SettingsSnapshot {
    return this.snapshot;
  }

  /** The snapshot of this context, the same from its first call to the last: one request or job sees one version. */
  of(ctx: Context): SettingsSnapshot {
    const known = this.pinned.get(ctx);
    if (known !== undefined) return known;
    this.pinned.set(ctx, this.snapshot);
    return this.snapshot;
  }

  /** Calls `listener` now and after each change: for what was built with a setting and must be resized. */
  onChange(listener: (snapshot: SettingsSnapshot) => void): void {
    this.listeners.push(listener);
    listener(this.snapshot);
  }

  private async load(): Promise<void> {
    const stored = await currentVersion(this.database.statements(systemContext('settings')));
    const { values, ignored } = resolve(stored.overrides);
    if (ignored.length > 0) this.onIgnored(stored.version, ignored);
    this.snapshot = Object.freeze({ version: stored.version, ...values });
    for (const listener of this.listeners) listener(this.snapshot);
  }
}
