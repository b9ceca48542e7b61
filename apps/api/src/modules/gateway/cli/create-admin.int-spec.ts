import { cloneTemplate } from '#lib/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SecretHasher } from '../tokens/secret-hasher';
import { createAdmin } from './create-admin';

let db: Awaited<ReturnType<typeof cloneTemplate>>;
beforeAll(async () => (db = await cloneTemplate()));
afterAll(() => db.drop());

it('makes one admin in an empty database, whose secret is the last one printed', async () => {
  const first = await createAdmin(db.url, 'admin');
  const second = await createAdmin(db.url, 'admin');
  expect(second.clientSecret).not.toBe(first.clientSecret);
  const client = new Client(db.url);
  await client.connect();
  const { rows } = await client.query<{ role: string; secret_hash: string }>('select * from live.clients');
  await client.end();
  expect(rows).toMatchObject([{ client_id: 'admin', role: 'admin', version: 2, previous_secret_hash: null }]);
  expect(await new SecretHasher().verify(rows[0]?.secret_hash ?? '', second.clientSecret)).toBe(true);
});
