import { catalogOf, emptyDatabase } from '#lib/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/index';
import { LIVE_SCHEMA } from './data-source';
import { migrate, withMigrations } from './migrate';

describe('the migrations', () => {
  let empty: { url: string; drop: () => Promise<void> };
  beforeEach(async () => {
    empty = await emptyDatabase();
  });
  afterEach(() => empty.drop());

  it('come in the order of their timestamps, each with its class name', () => {
    const names = MIGRATIONS.map((Migration) => new Migration().name);
    expect(names).toEqual(MIGRATIONS.map((Migration) => Migration.name));
    const timestamps = names.map((name) => name.slice(-13));
    expect(timestamps).toEqual([...timestamps].sort());
  });

  it('go up, down to nothing, and up to the same schema', async () => {
    const options = { url: empty.url, migrations: MIGRATIONS };
    const ran = await migrate(options);
    expect(ran).toHaveLength(MIGRATIONS.length);
    const first = await catalogOf(empty.url, LIVE_SCHEMA);

    await withMigrations(options, async (dataSource) => {
      for (let left = ran.length; left > 0; left--) await dataSource.undoLastMigration({ transaction: 'each' });
    });
    const left = (await catalogOf(empty.url, LIVE_SCHEMA)).filter((line) => !line.includes('migrations'));
    expect(left).toEqual([]);

    await migrate(options);
    expect(await catalogOf(empty.url, LIVE_SCHEMA)).toEqual(first);
  });

  it('run once when several processes start together', async () => {
    const options = { url: empty.url, migrations: MIGRATIONS };
    const ran = await Promise.all([migrate(options), migrate(options), migrate(options)]);
    expect(ran.flat()).toHaveLength(MIGRATIONS.length);
  });
});
