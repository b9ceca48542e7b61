import { endpoint, pageOf, pageQuery } from '#lib/http';
import { z } from 'zod';
import { AlertmanagerBody, AlertPage, AlertQuery, SilenceBody, SilenceView } from './alerts.dto';

const tag = 'alerts';
const readers = { roles: ['viewer', 'operator', 'admin'] } as const;
const staff = { roles: ['operator', 'admin'] } as const;

export const listAlerts = endpoint({
  tag,
  summary: 'List alerts',
  description: 'What is wrong now, is about to be told, or has ended within a week.',
  auth: readers,
  query: AlertQuery,
  success: { status: 200, body: AlertPage },
});

export const createSilence = endpoint({
  tag,
  summary: 'Silence alerts',
  description: 'Alerts that all matchers fit are not told for a while; they are listed all the same.',
  auth: staff,
  body: SilenceBody,
  idempotency: true,
  success: { status: 201, body: SilenceView },
  example: {
    matchers: [{ name: 'alertname', is: 'equal', value: 'stage age' }],
    minutes: 60,
    reason: 'A backlog after the maintenance of the hub is being worked off',
  },
});

export const listSilences = endpoint({
  tag,
  summary: 'List silences, newest first',
  auth: readers,
  query: z.strictObject({ ...pageQuery.shape }),
  success: { status: 200, body: pageOf(SilenceView) },
});

export const endSilence = endpoint({
  tag,
  summary: 'End a silence now',
  auth: staff,
  params: z.strictObject({ id: z.uuid() }),
  ifMatch: true,
  success: { status: 200, body: SilenceView },
  problems: [404],
});

export const receiveAlertmanager = endpoint({
  tag,
  summary: 'Take alerts from an Alertmanager',
  description:
    'The webhook receiver of a Prometheus Alertmanager. Alerts that came from here (label source: linehaul) are passed over. Its http_config gets tokens with oauth2 and a client that has the scope `alertmanager`.',
  auth: { roles: ['operator'], scopes: ['alertmanager'] },
  body: AlertmanagerBody,
  success: { status: 200, body: z.object({ taken: z.int() }) },
  example: {
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'DiskFull', severity: 'critical', instance: 'db-1' },
        annotations: { summary: 'The disk of db-1 is 95 % full' },
        startsAt: '2026-11-23T06:00:00Z',
      },
    ],
  },
});
