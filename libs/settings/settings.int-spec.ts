import { Database, dataSourceOptions, VersionWatch } from '#lib/database';
import { DomainError, systemContext, type Context, type FieldError } from '#lib/kernel';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Settings } from './settings';
import { changed, currentVersion, listVersions, lockCurrentVersion, writeVersion } from './settings-store';
import type { Overrides, Patch } from './values';

const NOW = new Date('2026-03-01T08:00:00Z');

describe('settings', () => {
  let db: TestDatabase;
  const watches: VersionWatch[] = [];
  const sources: DataSource[] = [];
  const ignored: FieldError[] = [];
  beforeEach(async () => {
    db = await testDatabase();
  });
  afterEach(async () => {
    await Promise.all(watches.splice(0).map((watch) => watch.stop()));
    await Promise.all(sources.splice(0).map((source) => source.destroy()));
    await db.close();
    ignored.length = 0;
  });

  /** The settings of one process: a pool and a watch of its own. */
  async function processSettings(): Promise<{ settings: Settings; watch: VersionWatch }> {
    const options = dataSourceOptions({ url: db.url, poolSize: 2, prepared: true, applicationName: 'test' });
    const source = await new DataSource(options).initialize();
    sources.push(source);
    const database = new Database(source, 'live', true);
    const watch = new VersionWatch(database, () => undefined);
    watches.push(watch);
    const settings = await Settings.open(database, watch, (_, faults) => ignored.push(...faults));
    watch.start();
    return { settings, watch };
  }

  const write = (overrides: (current: Overrides) => Overrides) =>
    db.database.transaction(db.ctx, async (tx) => {
      const current = await lockCurrentVersion(tx);
      return writeVersion(db.ctx, tx, current, { overrides: overrides(current.overrides), reason: 'test', now: NOW });
    });
  const change = (patch: Patch) => write((current) => changed(current, patch));

  it('begin at version 1 with the defaults', async () => {
    const { settings } = await processSettings();
    expect(settings.current()).toMatchObject({ version: 1, intake: { batchSize: 256 } });
    expect(Object.isFrozen(settings.current())).toBe(true);
  });

  it('are seen by every process within a second of the commit', async () => {
    const [one, other] = [await processSettings(), await processSettings()];
    await change({ intake: { batch_size: 64 } });
    const committed = performance.now();
    for (const { settings } of [one, other]) {
      await vi.waitFor(() => expect(settings.current().intake.batchSize).toBe(64), { interval: 10 });
      expect(settings.current().version).toBe(2);
    }
    expect(performance.now() - committed).toBeLessThan(1000);
  });

  it('stay the same for a context that has looked once, while a new one sees the change', async () => {
    const { settings, watch } = await processSettings();
    const early: Context = systemContext('early');
    const before = settings.of(early);
    await change({ intake: { batch_size: 64 } });
    await watch.refresh();
    expect(settings.of(early)).toBe(before);
    expect(settings.of(early).intake.batchSize).toBe(256);
    expect(settings.of(systemContext('late')).intake.batchSize).toBe(64);
    expect(before.intake.batchSize).toBe(256);
  });

  it('tell those who listen, now and after each change', async () => {
    const { settings, watch } = await processSettings();
    const sizes: number[] = [];
    settings.onChange(({ intake }) => sizes.push(intake.batchSize));
    await change({ intake: { batch_size: 64 } });
    await watch.refresh();
    expect(sizes).toEqual([256, 64]);
  });

  it('refuse a bad change whole, one error per field', async () => {
    const refused = change({ intake: { batch_size: 0, max_flights: 4 }, payment: { awaiting_expiry_h: -1 } });
    const error = await refused.catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(DomainError);
    expect((error as DomainError).errors.map((fault) => fault.pointer)).toEqual([
      '/intake/batch_size',
      '/payment/awaiting_expiry_h',
    ]);
    expect(await currentVersion(db.database.statements(db.ctx))).toMatchObject({ version: 1, overrides: {} });
  });

  it('lose no change when two are made at once', async () => {
    await Promise.all([change({ intake: { batch_size: 64 } }), change({ intake: { max_flights: 4 } })]);
    expect(await currentVersion(db.database.statements(db.ctx))).toMatchObject({
      version: 3,
      overrides: { intake: { batch_size: 64, max_flights: 4 } },
    });
  });

  it('keep every version with who made it and why', async () => {
    await change({ intake: { batch_size: 64 } });
    const history = await listVersions(db.database.statements(db.ctx), 1_000_000, 10);
    expect(history).toEqual([
      {
        version: 2,
        overrides: { intake: { batch_size: 64 } },
        changedBy: 'system:test',
        reason: 'test',
        createdAt: NOW,
      },
      expect.objectContaining({ version: 1, overrides: {}, changedBy: 'system:migration' }),
    ]);
  });

  it('keep the old snapshot as it is when a newer build stored what this one does not know', async () => {
    const { settings, watch } = await processSettings();
    await write(() => ({ intake: { batch_size: 64, colour: 3 } }));
    await watch.refresh();
    expect(settings.current()).toMatchObject({ version: 2, intake: { batchSize: 64 } });
    expect(ignored.map((fault) => fault.pointer)).toEqual(['/intake/colour']);
  });
});
