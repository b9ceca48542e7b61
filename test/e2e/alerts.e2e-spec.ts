import { createHmac } from 'node:crypto';
import { eventually, FaultProxy, HttpReceiver, type ReceivedRequest, testRedis } from '#lib/testing';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from '../support/api';
import { liveSession } from '../support/live-session';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

const SECRET = `whsec_${Buffer.from('on call').toString('base64')}`;

interface Message {
  readonly type: string;
  readonly data: { readonly alerts: readonly { readonly rule: string; readonly status: string }[] };
}

interface Incident {
  readonly id: string;
  readonly rule: string;
  readonly state: string;
  readonly version: number;
  readonly ended: object | null;
  readonly evidence: { readonly series: readonly object[] };
}

let line: FaultProxy;
let app: StartedApp;
let receiver: HttpReceiver;
let admin: Api;
let session: Client;

beforeAll(async () => {
  const redis = await testRedis();
  line = await FaultProxy.to(redis.url);
  receiver = await HttpReceiver.open();
  app = await startApp({ redisUrl: line.urlOf(redis.url), environment: { LOG_LEVEL: 'silent' } });
  admin = await app.admin();
  session = await liveSession(app.databaseUrl);
  const channel = (name: string, kind: string, more: object = {}) =>
    admin.create('/v1/alerts/channels', { name, kind, url: receiver.url(`/${kind}`), ...more }).expect(201);
  await channel('hook', 'webhook', { secret: SECRET });
  await channel('phone', 'phone', { to: ['+8613800138000'], secret: 'gateway' });
  await channel('robot', 'dingtalk', { secret: 'SEC0' });
  await channel('group', 'wecom');
});
afterAll(async () => {
  await session.end();
  await app.stop();
  await line.close();
  await receiver.close();
});

function told(rule: string, status: string): ReceivedRequest[] {
  return receiver
    .on('/webhook')
    .filter(({ body }) =>
      (body as Message).data.alerts.some((alert) => alert.rule === rule && alert.status === status),
    );
}

async function hears(rule: string, status: string): Promise<ReceivedRequest> {
  const [first] = await eventually(
    () => told(rule, status),
    (requests) => requests.length > 0,
    30_000,
  );
  if (first === undefined) throw new Error('Nothing was heard');
  return first;
}

describe('people on call', () => {
  it('hear that Redis is away by the channels for outages, and that it is back', async () => {
    await line.cut();
    const { headers, text } = await hears('redis unreachable', 'firing');
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`;
    const signature = createHmac('sha256', 'on call').update(signed).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signature}`);
    await eventually(
      () => [receiver.on('/phone').length, receiver.on('/dingtalk').length],
      (counts) => counts.every((count) => count > 0),
    );
    expect(receiver.on('/phone')[0]?.body).toMatchObject({
      to: ['+8613800138000'],
      say: expect.stringContaining('Redis'),
    });
    expect(receiver.on('/wecom')).toEqual([]);

    const open = await admin.get('/v1/incidents?open=true').expect(200);
    const incidents = (open.body as { data: Incident[] }).data;
    const incident = incidents.find(({ rule }) => rule === 'redis unreachable');
    expect(incident).toMatchObject({ severity: 'critical', state: 'open' });
    expect(incident?.evidence.series[0]).toMatchObject({ name: 'redis_up' });
    const path = `/v1/incidents/${String(incident?.id)}`;
    const acknowledged = await admin
      .change('post', `${path}/acknowledge`, incident?.version ?? 0, { note: 'Seen' })
      .expect(200);
    expect(acknowledged.body).toMatchObject({ state: 'acknowledged', note: 'Seen' });

    await line.restore();
    await hears('redis unreachable', 'resolved');
    const closed = await eventually(
      async () => (await admin.get(path).expect(200)).body as Incident,
      ({ state }) => state === 'closed',
    );
    expect(closed.ended).toMatchObject({ by: 'cleared', alert: expect.stringContaining('Redis') });
    expect(told('redis unreachable', 'firing')).toHaveLength(1);
    expect(told('redis unreachable', 'resolved')).toHaveLength(1);
  });

  it('hear of an invariant that was broken by hand, and that it holds again', async () => {
    await World.addMerchant(admin, 5000);
    await admin
      .change('patch', '/v1/settings', 1, { values: { monitoring: { invariants_every_s: 2 } }, reason: 'test' })
      .expect(200);
    const checkedTwice = async (): Promise<boolean> => {
      const { rows } = await session.query(
        `select notes -> 'accounts' as known from invariant_checks where name = 'ledger_balances'`,
      );
      return ((rows[0] as { known: unknown[] } | undefined)?.known.length ?? 0) > 0;
    };
    await eventually(checkedTwice, (known) => known);
    await session.query('update accounts set balance_minor = balance_minor + 1');
    const { body } = await hears('invariant broken', 'firing');
    expect(JSON.stringify(body)).toContain('ledger_balances');
    const { body: invariants } = await admin.get('/v1/invariants').expect(200);
    expect(invariants.data).toContainEqual(expect.objectContaining({ name: 'ledger_balances', holds: false }));
    await session.query('update accounts set balance_minor = balance_minor - 1');
    await hears('invariant broken', 'resolved');
  });

  it('see no secret of a channel, and can try one out', async () => {
    const { body } = await admin.get('/v1/alerts/channels').expect(200);
    expect(body.data).toHaveLength(4);
    expect(JSON.stringify(body)).not.toMatch(/whsec_|SEC0|gateway"|\/webhook/);
    const [hook] = body.data as { id: string }[];
    const sent = await admin.post('/v1/alerts/test', { channel_id: hook?.id }).expect(200);
    expect(sent.body).toEqual({ delivered: true, error: null });
    receiver.answer = { status: 500, body: '' };
    const refused = await admin.post('/v1/alerts/test', { channel_id: hook?.id }).expect(200);
    expect(refused.body).toEqual({ delivered: false, error: 'answered 500' });
    receiver.answer = { status: 200, body: 'ok' };
  });
});
