import { cloneTemplate } from '#lib/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SecretHasher } from '../tokens/secret-hasher';
import { createAdmin, createConsoleAdmin } from './create-admin';

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

it('makes one administrator of the console, whose password is the last one printed, and ends its sessions', async () => {
  const first = await createConsoleAdmin(db.url, 'wang');
  const client = new Client(db.url);
  await client.connect();
  await client.query(`
    insert into live.sessions (id, user_id, family_hash, token_hash, rotated_at, idle_until, lasts_until, address, created_at)
    select gen_random_uuid(), id, '', '', now(), now() + '1 h', now() + '1 h', '', now() from live.users`);
  const second = await createConsoleAdmin(db.url, 'wang');
  expect(second.password).not.toBe(first.password);
  const users = await client.query<{ password_hash: string }>('select * from live.users');
  const sessions = await client.query('select ended_by from live.sessions');
  await client.end();
  expect(users.rows).toMatchObject([{ username: 'wang', role: 'admin', active: true, version: 2 }]);
  expect(sessions.rows).toEqual([{ ended_by: 'new_password' }]);
  expect(await new SecretHasher().verify(users.rows[0]?.password_hash ?? '', second.password)).toBe(true);
});
