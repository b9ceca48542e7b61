import { anOrder, testDatabase, type TestDatabase } from '#lib/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findByReference, type ReferencePosition } from './reference.repository';

/** More than one request looks through. */
const MERCHANTS = 2_100;

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  await db.dataSource.query(
    `insert into orders (id, merchant_id, zone_id, lat, lng, amount_minor, currency, reference, service_level, terms, skus, quantities, recipient)
     select gen_random_uuid(), lpad(to_hex(n), 32, '0')::uuid, gen_random_uuid(), 0, 0, 1, 'CNY',
       case when n >= $1 - 1 then 'MINE-' else 'THEIRS-' end || n, 'standard', 'account', '{A}', '{1}', $2::jsonb
     from generate_series(1, $1) as n`,
    [MERCHANTS, JSON.stringify(anOrder().build().recipient)],
  );
});
afterAll(() => db.close());

it('a search goes on over as many pages as it takes to look through all merchants', async () => {
  const found: string[] = [];
  let requests = 0;
  let after: ReferencePosition | undefined;
  do {
    const asked = { prefix: 'MINE-', isWhole: false, after };
    const page = await findByReference(db.database.statements(db.ctx), asked, 1);
    found.push(...page.orders.map(({ reference }) => reference));
    after = page.nextBehind;
    requests += 1;
  } while (after !== undefined);
  expect(found).toEqual([`MINE-${MERCHANTS - 1}`, `MINE-${MERCHANTS}`]);
  expect(requests).toBe(3);
});
