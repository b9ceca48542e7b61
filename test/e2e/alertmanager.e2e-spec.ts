import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '#lib/testing';
import { afterAll, beforeAll, expect, it, type TestContext } from 'vitest';
import { type Alertmanager, startAlertmanager } from '../support/alertmanager';
import type { Api } from '../support/api';
import { prometheusTools } from '../support/prometheus-tools';
import { startApp, type StartedApp } from '../support/start-app';

const DEPLOYED = join(process.cwd(), 'deploy', 'alertmanager', 'alertmanager.yml');

let app: StartedApp;
let admin: Api;
let known: Alertmanager | undefined;
beforeAll(async () => {
  const tools = await prometheusTools();
  app = await startApp({ environment: { LOG_LEVEL: 'silent' } });
  admin = await app.admin();
  if (tools === undefined) return;
  const client = { name: 'Alertmanager', role: 'operator', scopes: ['alertmanager'] };
  const created = (await admin.create('/v1/clients', client).expect(201)).body as Record<string, string>;
  known = await startAlertmanager(tools, (folder) => {
    const secretFile = join(folder, 'secret');
    writeFileSync(secretFile, created['client_secret'] ?? '');
    return readFileSync(DEPLOYED, 'utf8')
      .replaceAll('http://linehaul:3000', app.baseUrl)
      .replace('client_id: alertmanager', `client_id: ${created['client_id'] ?? ''}`)
      .replace('/run/secrets/linehaul-alertmanager', secretFile);
  });
  const channel = { name: 'alertmanager', kind: 'alertmanager', url: known.url };
  await admin.create('/v1/alerts/channels', channel).expect(201);
}, 300_000);
afterAll(async () => {
  await known?.stop();
  await app.stop();
});

function realOne(context: TestContext): Alertmanager {
  return known ?? context.skip('There is neither Prometheus nor apt on this machine');
}

interface Pushed {
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
}

async function pushed({ url }: Alertmanager): Promise<Pushed[]> {
  return (await (await fetch(`${url}/api/v2/alerts`)).json()) as Pushed[];
}

it('a real Alertmanager takes what Linehaul pushes, the watchdog too', async (context) => {
  const alertmanager = realOne(context);
  const body = { params: { stage: 'dispatch' }, reason: 'A test' };
  await admin.create('/v1/remediations/pause_stage/runs', body).expect(201);
  const alerts = await eventually(
    () => pushed(alertmanager),
    (all) => ['stage paused', 'watchdog'].every((name) => all.some(({ labels }) => labels['alertname'] === name)),
    90_000, // the watchdog is pushed once a minute
  );
  expect(alerts.find(({ labels }) => labels['alertname'] === 'stage paused')).toMatchObject({
    labels: { stage: 'dispatch', source: 'linehaul', severity: 'warning' },
    annotations: { summary: expect.stringContaining('dispatch') },
  });
  await admin.create('/v1/remediations/resume_stage/runs', body).expect(201);
  await eventually(
    () => pushed(alertmanager),
    (all) => all.every(({ labels }) => labels['alertname'] !== 'stage paused'),
    40_000,
  );
}, 240_000);

it('what it tells by its webhook, signed in as the deployed configuration says, becomes an incident and ends it', async (context) => {
  const alertmanager = realOne(context);
  const tell = async (endsAt?: string): Promise<void> => {
    const alert = {
      labels: { alertname: 'DiskFull', severity: 'critical', instance: 'db-1' },
      annotations: { summary: 'The disk of db-1 is full' },
      startsAt: new Date(Date.now() - 60_000).toISOString(),
      ...(endsAt !== undefined && { endsAt }),
    };
    const answer = await fetch(`${alertmanager.url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([alert]),
    });
    expect(answer.status).toBe(200);
  };
  const incident = async (): Promise<{ state: string; summary: string } | undefined> => {
    const { data } = (await admin.get('/v1/incidents').expect(200)).body as {
      data: { rule: string; state: string; summary: string }[];
    };
    return data.find(({ rule }) => rule === 'DiskFull');
  };
  await tell();
  expect(await eventually(incident, (found) => found !== undefined, 40_000)).toMatchObject({
    state: 'open',
    summary: 'The disk of db-1 is full',
  });
  await tell(new Date().toISOString());
  await eventually(incident, (found) => found?.state === 'closed', 60_000);
}, 150_000);
