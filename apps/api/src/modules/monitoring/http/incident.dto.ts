import { z } from 'zod';
import type { Incident } from '../domain/incident';

export const IncidentView = z.object({
  id: z.uuid(),
  rule: z.string(),
  severity: z.string(),
  summary: z.string(),
  state: z.enum(['open', 'acknowledged', 'closed']),
  opened_at: z.iso.datetime(),
  acknowledged_at: z.iso.datetime().nullable(),
  acknowledged_by: z.string().nullable(),
  note: z.string().nullable(),
  closed_at: z.iso.datetime().nullable(),
  ended: z.object({ by: z.string(), alert: z.string(), value: z.number() }).nullable(),
  evidence: z.object({
    series: z.array(
      z.object({
        name: z.string(),
        labels: z.record(z.string(), z.string()),
        points: z.array(z.array(z.number())).describe('Pairs of seconds (negative: before the incident) and value'),
      }),
    ),
  }),
  ticket_id: z.string().nullable().describe('What the ticket system calls it'),
  version: z.int(),
});

export function toIncidentView(incident: Incident): z.input<typeof IncidentView> {
  const { closedAt, acknowledgedAt } = incident;
  return {
    id: incident.id,
    rule: incident.rule,
    severity: incident.severity,
    summary: incident.summary,
    state: closedAt !== null ? 'closed' : acknowledgedAt !== null ? 'acknowledged' : 'open',
    opened_at: incident.openedAt.toISOString(),
    acknowledged_at: acknowledgedAt?.toISOString() ?? null,
    acknowledged_by: incident.acknowledgedBy,
    note: incident.note,
    closed_at: closedAt?.toISOString() ?? null,
    ended: incident.ended,
    evidence: {
      series: incident.evidence.series.map(({ name, labels, points }) => ({
        name,
        labels,
        points: points.map((point) => [...point]),
      })),
    },
    ticket_id: incident.ticketId,
    version: incident.version,
  };
}
