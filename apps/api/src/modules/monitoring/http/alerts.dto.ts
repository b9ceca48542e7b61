import { pageOf, pageQuery, text } from '#lib/http';
import { z } from 'zod';
import type { StoredAlert } from '../persistence/alert.repository';
import type { StoredSilence } from '../persistence/silence.repository';

const labels = z.record(z.string(), z.string());

const AlertView = z.object({
  key: z.string().describe('The rule and the series'),
  rule: z.string(),
  source: z.enum(['linehaul', 'alertmanager']),
  severity: z.string(),
  state: z.enum(['pending', 'firing', 'resolved']),
  labels,
  summary: z.string(),
  value: z.number(),
  threshold: z.number(),
  since: z.iso.datetime(),
  fired_at: z.iso.datetime().nullable(),
  resolved_at: z.iso.datetime().nullable(),
  ended_by: z.string().nullable().describe('`cleared`, or `no_data` when nothing was left to look at'),
  told: z.boolean(),
  hidden_by: z
    .string()
    .nullable()
    .describe('Why nobody is told: `silence:<id>`, or `inhibited` by an alert that says it all'),
});

export const AlertPage = pageOf(AlertView);

export const AlertQuery = z.strictObject({
  ...pageQuery.shape,
  state: z.enum(['pending', 'firing', 'resolved']).optional(),
});

export function toAlertView(alert: StoredAlert): z.input<typeof AlertView> {
  const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
  return {
    key: alert.key,
    rule: alert.rule,
    source: alert.source,
    severity: alert.labels['severity'] ?? 'none',
    state: alert.state,
    labels: alert.labels,
    summary: alert.summary,
    value: alert.value,
    threshold: alert.threshold,
    since: new Date(alert.sinceMs).toISOString(),
    fired_at: iso(alert.firedAtMs),
    resolved_at: iso(alert.resolvedAtMs),
    ended_by: alert.endedBy ?? null,
    told: alert.told,
    hidden_by: alert.hiddenBy,
  };
}

const matcher = z.strictObject({
  name: text(1, 100).describe('A label, such as `alertname`, `instance` or `stage`'),
  is: z.enum(['equal', 'different']).default('equal'),
  value: text(0, 200),
});

const MINUTES_LIMIT = 10_080;

export const SilenceBody = z.strictObject({
  matchers: z.array(matcher).min(1).max(10).describe('All must hold'),
  minutes: z.int().min(1).max(MINUTES_LIMIT).describe('From now on; a week at the most'),
  reason: text(1, 500),
});

export const SilenceView = z.object({
  id: z.uuid(),
  matchers: z.array(z.object({ name: z.string(), is: z.string(), value: z.string() })),
  reason: z.string(),
  created_by: z.string(),
  starts_at: z.iso.datetime(),
  ends_at: z.iso.datetime(),
  version: z.int(),
});

export function toSilenceView(silence: StoredSilence): z.input<typeof SilenceView> {
  return {
    id: silence.id,
    matchers: [...silence.matchers],
    reason: silence.reason,
    created_by: silence.createdBy,
    starts_at: silence.startsAt.toISOString(),
    ends_at: silence.endsAt.toISOString(),
    version: silence.version,
  };
}

const AMText = z.record(z.string().max(200), z.string().max(4000));

/** What an Alertmanager sends (webhook receiver, version 4). Its fields are its own: what is not needed is passed over. */
export const AlertmanagerBody = z.object({
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels: AMText,
        annotations: AMText.default({}),
        startsAt: z.iso.datetime({ offset: true }),
        endsAt: z.iso.datetime({ offset: true }).optional(),
      }),
    )
    .max(500),
});
