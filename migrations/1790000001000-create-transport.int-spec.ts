import { statement } from '#lib/database';
import { testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CreateRouting1790000000900 } from './1790000000900-create-routing';
import { CreateTransport1790000001000 } from './1790000001000-create-transport';

const SHAPE = statement(
  'migrations-test.network-shape',
  `select c.table_name, c.column_name, c.data_type, c.is_nullable, c.column_default
   from information_schema.columns c
   where c.table_schema = current_schema() and c.table_name = any($1)
   union all
   select conrelid::regclass::text, conname, contype::text, pg_get_constraintdef(oid), null
   from pg_constraint where conrelid::regclass::text = any($1)
   union all
   select tablename, indexname, indexdef, null, null from pg_indexes where tablename = any($1)
   order by 1, 2, 3`,
);

const TABLES = [
  ['facilities', 'links', 'zones', 'route_plans'],
  ['timetables', 'link_schedules', 'trips', 'seat_bookings'],
].flat();

describe('the migrations of routing and transport', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.close());

  it('leave nothing behind when undone, and give the same tables again', async () => {
    const shape = (): Promise<object[]> => db.database.statements(db.ctx).query(SHAPE, [TABLES]);
    const before = await shape();
    expect(before.length).toBeGreaterThan(60);

    const runner = db.dataSource.createQueryRunner();
    await new CreateTransport1790000001000().down(runner);
    await new CreateRouting1790000000900().down(runner);
    expect(await shape()).toEqual([]);
    await new CreateRouting1790000000900().up(runner);
    await new CreateTransport1790000001000().up(runner);
    await runner.release();
    expect(await shape()).toEqual(before);
  });
});
