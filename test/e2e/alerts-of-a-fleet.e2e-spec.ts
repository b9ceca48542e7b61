import { eventually, HttpReceiver, type ReceivedRequest, SmtpReceiver } from '#lib/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../support/api';
import { liveSession } from '../support/live-session';
import { spawnApp, type SpawnedApp } from '../support/spawn-app';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

interface AlertRow {
  readonly rule: string;
  readonly state: string;
  readonly source: string;
  readonly hidden_by: string | null;
  readonly labels: Record<string, string>;
}

let app: StartedApp;
let receiver: HttpReceiver;
let admin: Api;
beforeAll(async () => {
  receiver = await HttpReceiver.open();
  app = await startApp({ environment: { LOG_LEVEL: 'silent' } });
  admin = await app.admin();
  for (const kind of ['slack', 'alertmanager']) {
    await admin.create('/v1/alerts/channels', { name: kind, kind, url: receiver.url(`/${kind}`) }).expect(201);
  }
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

function join(): Promise<SpawnedApp> {
  return spawnApp({ databaseUrl: app.databaseUrl, redisUrl: app.redisUrl });
}

async function alerts(): Promise<readonly AlertRow[]> {
  return ((await admin.get('/v1/alerts').expect(200)).body as { data: AlertRow[] }).data;
}

function said(text: string): ReceivedRequest[] {
  return receiver.on('/slack').filter((request) => request.text.includes(text));
}

async function hears(text: string): Promise<void> {
  await eventually(
    () => said(text).length,
    (count) => count > 0,
    30_000,
  );
}

describe('a fleet', () => {
  it('tells of a process that was killed, not of one that left in good order', async () => {
    const [leaver, victim] = [await join(), await join()];
    expect(await leaver.stop()).toBe(0);
    victim.signal('SIGKILL');
    await hears('[FIRING 1] instance down');
    const down = (await alerts()).filter(({ rule }) => rule === 'instance down');
    expect(down.map(({ labels }) => labels['instance'])).toEqual([
      expect.stringContaining(`:${new URL(victim.baseUrl).port}/0`),
    ]);
  }, 120_000);

  it('sends mail from the built application', async () => {
    const [built, mailbox] = [await join(), await SmtpReceiver.open()];
    const to = ['on-call@example.com'];
    const channel = { name: 'mail', kind: 'smtp', url: mailbox.url, to, topics: ['performance'] };
    const created = await admin.create('/v1/alerts/channels', channel).expect(201);
    const { id } = created.body as { id: string };
    const sent = await new Api(built.baseUrl, admin.token).post('/v1/alerts/test', { channel_id: id }).expect(200);
    expect(sent.body).toEqual({ delivered: true, error: null });
    expect(mailbox.mails).toMatchObject([{ to, text: expect.stringContaining('Subject: [TEST]') }]);
    await built.stop();
    await mailbox.close();
  }, 120_000);

  it('tells an Alertmanager what is wrong, and people what that one tells', async () => {
    await eventually(
      () => receiver.on('/alertmanager/api/v2/alerts').map(({ text }) => text),
      (texts) => texts.some((text) => text.includes('instance down') && text.includes('"source":"linehaul"')),
      30_000,
    );
    const prometheus = await World.addClient(admin, { role: 'operator', scopes: ['alertmanager'] });
    const foreign = (status: string, name = 'DiskFull', more: object = {}) => ({
      status,
      labels: { alertname: name, severity: 'critical', ...more },
      annotations: { summary: `${name} of db-1` },
      startsAt: '2026-03-01T08:00:00Z',
    });
    const post = async (...told: object[]): Promise<unknown> =>
      (await prometheus.post('/v1/alerts/alertmanager', { alerts: told }).expect(200)).body;
    expect(await post(foreign('firing'), foreign('firing', 'Own', { source: 'linehaul' }))).toEqual({ taken: 1 });
    expect(await post(foreign('firing'))).toEqual({ taken: 0 });
    await hears('[FIRING 1] DiskFull');
    expect(await post(foreign('resolved'))).toEqual({ taken: 1 });
    await hears('[RESOLVED] DiskFull');
    await admin.post('/v1/alerts/alertmanager', { alerts: [] }).expect(403);
    const { data } = (await admin.get('/v1/incidents').expect(200)).body as { data: { rule: string; state: string }[] };
    expect(data.filter(({ rule }) => rule === 'DiskFull')).toMatchObject([{ state: 'closed' }]);
  }, 120_000);

  it('tells nobody of what was silenced, until the silence ends', async () => {
    const matchers = [{ name: 'alertname', is: 'equal', value: 'invariant broken' }];
    const silence = await admin.create('/v1/alerts/silences', { matchers, minutes: 60, reason: 'A test' }).expect(201);
    const { id } = silence.body as { id: string };
    const settings = { values: { monitoring: { invariants_every_s: 2 } }, reason: 'test' };
    await admin.change('patch', '/v1/settings', 1, settings).expect(200);
    const session = await liveSession(app.databaseUrl);
    await session
      .query(
        `insert into work (id, stage, order_ids, run_after, dispatched_until)
         values (gen_random_uuid(), 'expiry', array[gen_random_uuid()], now() - interval '6 minutes', now() + interval '1 hour')`,
      )
      .finally(() => session.end());
    const hidden = await eventually(
      async () => (await alerts()).find(({ rule, state }) => rule === 'invariant broken' && state === 'firing'),
      (alert) => alert !== undefined,
      30_000,
    );
    expect(hidden?.hidden_by).toBe(`silence:${id}`);
    expect(said('invariant broken')).toEqual([]);
    await admin.change('post', `/v1/alerts/silences/${id}/end`, 1).expect(200);
    await hears('[FIRING 1] invariant broken');
  }, 120_000);
});
