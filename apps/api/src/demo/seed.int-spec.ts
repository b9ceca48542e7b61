import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidv7 } from '#lib/kernel';
import { cloneTemplate, testRedis } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedDemo, type SeededDemo } from './seed';
import { withSeedTools } from './seed-tools';

describe('seedDemo', () => {
  let database: Awaited<ReturnType<typeof cloneTemplate>>;
  let target: { databaseUrl: string; redisUrl: string; stateFolder: string };
  let runs: SeededDemo[];
  beforeAll(async () => {
    database = await cloneTemplate();
    const stateFolder = mkdtempSync(join(tmpdir(), 'linehaul-seed-'));
    target = { databaseUrl: database.url, redisUrl: (await testRedis()).url, stateFolder };
    runs = await Promise.all([seedDemo(target), seedDemo(target)]);
  });
  afterAll(async () => {
    rmSync(target.stateFolder, { recursive: true });
    await database.drop();
  });

  it('happens once, however many start at the same time', async () => {
    expect(runs.filter(({ created }) => created)).toHaveLength(1);
    expect(await seedDemo(target)).toEqual({ created: false, clients: {} });
  });

  it('keeps the secrets of all clients where scripts find them, for the owner alone', () => {
    const file = join(target.stateFolder, 'demo.json');
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { clients: SeededDemo['clients'] };
    expect(kept.clients).toEqual(runs.find(({ created }) => created)?.clients);
    expect(Object.keys(kept.clients)).toEqual(
      expect.arrayContaining(['demo-merchant', 'demo-operator', 'demo-scanner']),
    );
    const [user] = runs.flatMap(({ console }) => console ?? []);
    expect((kept as { console?: object }).console).toEqual(user);
    expect(user).toMatchObject({ username: 'admin' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('gives a demo from before the console somebody who can log in, once', async () => {
    await withSeedTools(target, async ({ database: db }) => {
      await db.dataSource.query('delete from users');
    });
    const { created, console } = await seedDemo(target);
    expect([created, console?.username]).toEqual([false, 'admin']);
    expect(await seedDemo(target)).toEqual({ created: false, clients: {} });
  });

  it('serves the capital: a route from every warehouse, goods, a courier', async () => {
    await withSeedTools(target, async ({ routing, warehouse, ctx, database: db, dispatch }) => {
      const [hit] = routing.locate([{ lat: 39.92, lng: 116.44, country: 'CN' }]);
      const facilityIds = warehouse.warehouses().map(({ facilityId }) => facilityId);
      expect(routing.rankOrigins(hit?.zoneId ?? '', facilityIds)).toHaveLength(facilityIds.length);
      expect(warehouse.catalog().weightG('SKU-0001')).toBeGreaterThan(0);
      const [courier] = await db.transaction(ctx, (tx) =>
        dispatch.assignCouriers(ctx, tx, [
          {
            orderId: uuidv7(),
            zoneId: hit?.zoneId ?? '',
            lat: 39.92,
            lng: 116.44,
            weightG: 500,
            arrivesAt: new Date(),
          },
        ]),
      );
      expect(courier?.outcome).toBe('assigned');
    });
  });
});
