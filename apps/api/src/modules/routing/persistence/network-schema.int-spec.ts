import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { FacilityEntity } from './facility.entity';
import { LinkEntity } from './link.entity';
import { ZoneEntity } from './zone.entity';

describe('the entities of the network', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase({ entities: [FacilityEntity, LinkEntity, ZoneEntity] });
  });
  afterAll(() => db.close());

  it('describe their tables completely', async () => {
    const diff = await db.dataSource.driver.createSchemaBuilder().log();
    expect(diff.upQueries.map((query) => query.query)).toEqual([]);
  });
});
