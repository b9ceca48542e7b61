import { cloneTemplate, eventually, HttpReceiver, testRedis } from '#lib/testing';
import type { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from '../support/api';
import { liveSession } from '../support/live-session';
import { spawnApp, type SpawnedApp } from '../support/spawn-app';
import { startApp } from '../support/start-app';

const TAKEN_WITHIN_MS = 3000;

let receiver: HttpReceiver;
let session: Client;
let drop: () => Promise<void>;
let token: string;
const apps = new Map<string, SpawnedApp>();
beforeAll(async () => {
  const [database, redis] = [await cloneTemplate(), await testRedis()];
  drop = database.drop;
  receiver = await HttpReceiver.open();
  session = await liveSession(database.url);
  const servers = { databaseUrl: database.url, redisUrl: redis.url };
  // An administrator, made by a process that neither evaluates nor stays.
  const maker = await startApp({ ...servers, environment: { LINEHAUL_ROLES: 'http', LOG_LEVEL: 'silent' } });
  token = (await maker.admin()).token ?? '';
  await maker.stop();
  for (const name of ['first', 'second']) {
    apps.set(name, await spawnApp({ ...servers, environment: { LINEHAUL_PROCESS: name } }));
  }
}, 120_000);
afterAll(async () => {
  await session.end();
  await Promise.all([...apps.values()].map((app) => app.stop()));
  await receiver.close();
  await drop();
});

async function holder(): Promise<string> {
  const { rows } = await session.query<{ holder: string }>('select holder from monitor_lease');
  return rows[0]?.holder ?? '';
}

/** What the sender does not yet know to have arrived: it would be sent again by whoever comes after it. */
async function unsent(): Promise<number> {
  const { rows } = await session.query<{ unsent: number }>(
    `select count(*)::int as unsent from alert_notifications where state = 'pending'`,
  );
  return rows[0]?.unsent ?? 0;
}

function told(rule: string, title: string): number {
  return receiver.on('/slack').filter(({ text }) => text.includes(`[${title}`) && text.includes(rule)).length;
}

const hears = (rule: string, title: string): Promise<number> =>
  eventually(
    () => told(rule, title),
    (count) => count > 0,
    40_000,
  );

it('another process evaluates within three seconds of a kill, and goes on with what was told', async () => {
  const name = await eventually(holder, (held) => apps.has(held));
  const [victim, survivor] = [apps.get(name), apps.get(name === 'first' ? 'second' : 'first')];
  if (victim === undefined || survivor === undefined) throw new Error('There are not two processes');
  const admin = new Api(survivor.baseUrl, token);
  await admin.create('/v1/alerts/channels', { name: 'slack', kind: 'slack', url: receiver.url('/slack') }).expect(201);
  const stage = { params: { stage: 'expiry' }, reason: 'A test' };
  await admin.create('/v1/remediations/pause_stage/runs', stage).expect(201);
  await hears('stage paused', 'FIRING');

  await eventually(unsent, (count) => count === 0);
  victim.signal('SIGKILL');
  await eventually(holder, (held) => held !== name, TAKEN_WITHIN_MS);
  await hears('instance down', 'FIRING');
  await admin.create('/v1/remediations/resume_stage/runs', stage).expect(201);
  await hears('stage paused', 'RESOLVED');
  expect([told('stage paused', 'FIRING'), told('stage paused', 'RESOLVED')]).toEqual([1, 1]);
}, 120_000);
