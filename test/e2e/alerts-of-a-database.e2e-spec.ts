import { cloneTemplate, eventually, FaultProxy, HttpReceiver } from '#lib/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { liveSession } from '../support/live-session';
import { startApp, type StartedApp } from '../support/start-app';

let line: FaultProxy;
let app: StartedApp;
let receiver: HttpReceiver;
let databaseUrl: string;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ url: databaseUrl, drop } = await cloneTemplate());
  line = await FaultProxy.to(databaseUrl);
  receiver = await HttpReceiver.open();
  app = await startApp({ databaseUrl: line.urlOf(databaseUrl), environment: { LOG_LEVEL: 'silent' } });
});
afterAll(async () => {
  await app.stop();
  await line.close();
  await receiver.close();
  await drop();
});

it('people hear that PostgreSQL is away, which cannot be stored, and that it is back', async () => {
  const admin = await app.admin();
  const hears = (title: string) =>
    eventually(
      () => receiver.on('/slack').filter(({ text }) => text.includes(title)).length,
      (count) => count > 0,
      40_000,
    );
  const channel = { name: 'slack', kind: 'slack', url: receiver.url('/slack') };
  await admin.create('/v1/alerts/channels', channel).expect(201);
  const session = await liveSession(databaseUrl);
  const reported = async (): Promise<Date | undefined> =>
    (await session.query<{ reported_at: Date }>('select max(reported_at) as reported_at from monitor_processes'))
      .rows[0]?.reported_at;
  const before = Number(await reported());
  await eventually(reported, (at) => Number(at) > before + 2500); // by then every ticker has run, and the channel is remembered
  await session.end();
  await line.cut();
  await hears('[FIRING 1] database unreachable');
  await line.restore();
  await hears('[RESOLVED] database unreachable');
  expect(receiver.on('/slack').filter(({ text }) => text.includes('database unreachable'))).toHaveLength(2);
}, 120_000);
