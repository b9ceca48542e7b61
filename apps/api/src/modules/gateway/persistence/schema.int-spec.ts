import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ClientEntity } from './client.entity';
import { MerchantEntity } from './merchant.entity';

let db: TestDatabase;
beforeAll(async () => (db = await testDatabase({ entities: [ClientEntity, MerchantEntity] })));
afterAll(() => db.close());

it('the entities describe the tables that the migration made, to the last constraint', async () => {
  const { upQueries } = await db.dataSource.driver.createSchemaBuilder().log();
  expect(upQueries.map(({ query }) => query)).toEqual([]);
});
