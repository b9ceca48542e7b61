import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type StartedApp } from '../support/start-app';

let app: StartedApp;
beforeAll(async () => {
  app = await startApp({ environment: { LINEHAUL_ROLES: 'http' } });
});
afterAll(() => app.stop());

it('entities describe the tables that the migrations make, down to the last index', async () => {
  const dataSource = app.nest.get(DataSource);
  expect(dataSource.entityMetadatas.length).toBeGreaterThan(0);
  const difference = await dataSource.driver.createSchemaBuilder().log();
  expect(difference.upQueries.map(({ query }) => query)).toEqual([]);
});
