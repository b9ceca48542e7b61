import { anOrder, eventually, HttpReceiver } from '#lib/testing';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from '../support/api';
import { liveSession } from '../support/live-session';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

const SECRET = `whsec_${Buffer.from('desk').toString('base64')}`;
const REFUSE = `
  create function live.refuse_waybills() returns trigger language plpgsql as $$
    begin raise exception 'refused' using errcode = '22023'; end $$;
  create trigger refuse_waybills before insert on live.waybills for each row execute function live.refuse_waybills()`;

interface Run {
  readonly id: string;
  readonly action: string;
  readonly state: string;
  readonly rule: string | null;
  readonly requested_by: string;
  readonly started_at: string;
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown> | null;
}
interface Ticket {
  readonly type: string;
  readonly data: {
    readonly ticket_id: string | null;
    readonly incident: { readonly id: string; readonly rule: string };
  };
}

let app: StartedApp;
let receiver: HttpReceiver;
let desk: HttpReceiver;
let admin: Api;
let world: World;
let session: Client;
beforeAll(async () => {
  [receiver, desk] = [await HttpReceiver.open(), await HttpReceiver.open()];
  desk.answer = { status: 200, body: '{"id":"OPS-17"}' };
  app = await startApp({ environment: { LOG_LEVEL: 'silent' } });
  admin = await app.admin();
  world = await World.build(admin);
  session = await liveSession(app.databaseUrl);
  const channel = (kind: string, url: string) =>
    admin.create('/v1/alerts/channels', { name: kind, kind, url, secret: SECRET }).expect(201);
  await channel('webhook', receiver.url('/hook'));
  await channel('ticket', desk.url('/desk'));
});
afterAll(async () => {
  await session.end();
  await app.stop();
  await receiver.close();
  await desk.close();
});

async function run(action: string, params: object, more: object = {}): Promise<Run> {
  const body = { params, reason: 'A test', ...more };
  return (await world.operator.create(`/v1/remediations/${action}/runs`, body).expect(201)).body as Run;
}

const ended = (id: string): Promise<Run> =>
  eventually(
    async () => (await admin.get(`/v1/remediations/runs/${id}`).expect(200)).body as Run,
    ({ state }) => state !== 'verifying',
    40_000,
  );

function hears(rule: string, status: 'firing' | 'resolved', withinMs = 30_000): Promise<unknown> {
  return eventually(
    () =>
      receiver.on('/hook').filter(({ body }) => {
        const { data } = body as { data: { alerts: { rule: string; status: string }[] } };
        return data.alerts.some((alert) => alert.rule === rule && alert.status === status);
      }).length,
    (count) => count > 0,
    withinMs,
  );
}

const tickets = (type: string, rule: string): Ticket[] =>
  desk
    .on('/desk')
    .map(({ body }) => body as Ticket)
    .filter((ticket) => ticket.type === type && ticket.data.incident.rule === rule);

describe('operators', () => {
  it('pause a stage, which is told and has a ticket while it lasts, and let it go on', async () => {
    const dry = await run('pause_stage', { stage: 'dispatch' }, { dry_run: true });
    expect(dry).toMatchObject({ state: 'planned', before: { paused: false } });
    const paused = await run('pause_stage', { stage: 'dispatch' });
    const orderId = await world.place();
    await world.reaches(orderId, 'waybill_created');
    expect(await ended(paused.id)).toMatchObject({ state: 'effective', after: { paused: true } });
    await hears('stage paused', 'firing');
    const { body } = await admin.get('/v1/remediations').expect(200);
    expect(body.paused_stages).toMatchObject([{ stage: 'dispatch', reason: 'A test' }]);
    expect(body.actions).toHaveLength(8);
    expect(body.recent[0]).toMatchObject({
      id: paused.id,
      requested_by: expect.stringMatching(/^client:/),
      rule: null,
    });
    const opened = await eventually(
      () => tickets('ticket.open', 'stage paused'),
      (all) => all.length > 0,
    );
    const incidentId = opened[0]?.data.incident.id ?? '';
    const incident = () => admin.get(`/v1/incidents/${incidentId}`).expect(200);
    await eventually(
      async () => (await incident()).body as { ticket_id: string | null },
      ({ ticket_id: id }) => id === 'OPS-17',
    );

    expect((await world.operator.get(`/v1/orders/${orderId}`).expect(200)).body.status).toBe('waybill_created');
    const resumed = await run('resume_stage', { stage: 'dispatch' });
    await world.reaches(orderId, 'dispatched');
    expect(await ended(resumed.id)).toMatchObject({ state: 'effective', after: { paused: false } });
    await hears('stage paused', 'resolved');
    const closed = await eventually(
      () => tickets('ticket.close', 'stage paused'),
      (all) => all.length > 0,
    );
    expect(closed[0]?.data).toMatchObject({ ticket_id: 'OPS-17', incident: { id: incidentId } });
    expect([opened.length, closed.length]).toEqual([1, 1]);
  }, 120_000);

  it('are refused what is out of bounds, not there, or not theirs', async () => {
    const post = (api: Api, action: string, params: object) =>
      api.create(`/v1/remediations/${action}/runs`, { params, reason: 'A test' });
    const faulty = await post(world.operator, 'pause_stage', { stage: 'cooking' }).expect(422);
    expect(faulty.body).toMatchObject({
      code: 'monitoring.remediation_params',
      errors: [{ pointer: '/params/stage' }],
    });
    await post(world.operator, 'drop_tables', {}).expect(400);
    await post(world.operator, 'close_breaker', { endpoint_id: world.ids.zoneId }).expect(404);
    await post(world.operator, 'restart_child', { instance: 'nowhere:1/0' }).expect(404);
    await post(world.viewer, 'pause_stage', { stage: 'dispatch' }).expect(403);
    await post(world.merchant, 'pause_stage', { stage: 'dispatch' }).expect(403);
  });

  it('roll settings back, with their own rights, and not more often than is allowed', async () => {
    const change = { values: { monitoring: { latency_p99_ms: 700 } }, reason: 'A test' };
    await admin.change('patch', '/v1/settings', 1, change).expect(200);
    const rolled = await run('roll_back_settings', { to_version: 1 });
    expect(await ended(rolled.id)).toMatchObject({
      state: 'effective',
      before: { holds: false },
      after: { holds: true },
    });
    for (let again = 2; again <= 6; again++) await ended((await run('roll_back_settings', { to_version: 1 })).id);
    const body = { params: { to_version: 1 }, reason: 'Once too often' };
    const refused = await world.operator.create('/v1/remediations/roll_back_settings/runs', body).expect(429);
    expect(refused.body.code).toBe('monitoring.remediation_limited');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  }, 120_000);

  it('open and close the breaker of a webhook endpoint', async () => {
    const endpoint = { url: 'https://example.com/hook', event_types: null };
    const created = await world.merchant.create('/v1/webhook-endpoints', endpoint).expect(201);
    const params = { endpoint_id: (created.body as { id: string }).id };
    const opened = await run('open_breaker', { ...params, minutes: 5 });
    expect(opened.before).toMatchObject({ breaker: 'closed' });
    expect(await ended(opened.id)).toMatchObject({ state: 'effective', after: { breaker: 'open' } });
    await hears('breaker open', 'firing');
    await run('close_breaker', params);
    await hears('breaker open', 'resolved', 40_000);
  }, 120_000);
});

describe('a rule that may heal by itself', () => {
  it('tries twice, then calls a person, whose help it notices', async () => {
    await session.query(REFUSE);
    const orderId = await world.place(anOrder().build());
    await hears('dead letters', 'firing');
    const { version } = (await admin.get('/v1/settings').expect(200)).body as { version: number };
    const settings = { values: { remediation: { dead_letters: true } }, reason: 'A test' };
    await admin.change('patch', '/v1/settings', version, settings).expect(200);
    await hears('remediation without effect', 'firing', 60_000);
    const { body } = await admin.get('/v1/remediations/runs').expect(200);
    const own = (body as { data: Run[] }).data.filter(({ rule }) => rule === 'dead letters');
    expect(own).toHaveLength(2);
    expect(own[0]).toMatchObject({ state: 'ineffective', requested_by: 'system:remediation' });
    const begun = own[0]?.started_at ?? '';
    const since = await admin.get(`/v1/remediations/runs?from=${begun}`).expect(200);
    expect((since.body as { data: Run[] }).data.map(({ id }) => id)).toContain(own[0]?.id);
    const earlier = await admin.get(`/v1/remediations/runs?until=${begun}`).expect(200);
    const earlierIds = (earlier.body as { data: Run[] }).data.map(({ id }) => id);
    expect(earlierIds).toContain(own[1]?.id);
    expect(earlierIds).not.toContain(own[0]?.id);

    await session.query('drop trigger refuse_waybills on live.waybills');
    const helped = await run('retry_dead_letters', { stage: 'fulfilment' });
    await world.reaches(orderId, 'dispatched');
    expect((await ended(helped.id)).state).toBe('effective');
    await hears('remediation without effect', 'resolved', 40_000);
    await hears('dead letters', 'resolved', 40_000);
  }, 180_000);
});
