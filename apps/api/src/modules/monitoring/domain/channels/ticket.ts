import type { Channel } from '../channel';
import type { Notification } from '../notification';
import { type HttpMessage, jsonMessage } from './http-message';
import { signed } from './webhook';

const ID_LENGTH = 200;

/**
 * A ticket system behind a signed webhook (Standard Webhooks): `ticket.open` with the incident, answered by `{"id": "…"}`; later
 * `ticket.close` with that id. Each may come twice, under the same `webhook-id`; `data.incident.id` is the same for both.
 */
export function ticketMessage(
  { target, secret }: Pick<Channel, 'target' | 'secret'>,
  { id, kind, at, incident }: Notification,
  nowMs: number,
): HttpMessage {
  const type = kind === 'ticket_open' ? 'ticket.open' : kind === 'ticket_close' ? 'ticket.close' : 'ticket.test';
  const data = incident === undefined ? {} : { ticket_id: incident.ticketId, incident: incidentOf(incident) };
  return signed(jsonMessage(target.url, { type, timestamp: at, data }), { id, secret, nowMs });
}

function incidentOf(incident: NonNullable<Notification['incident']>): object {
  return {
    id: incident.id,
    rule: incident.rule,
    severity: incident.severity,
    summary: incident.summary,
    opened_at: incident.openedAt.toISOString(),
    closed_at: incident.closedAt?.toISOString() ?? null,
    ended: incident.ended,
  };
}

/** The id in the answer to `ticket.open`; undefined where there is none that can be kept. */
export function ticketIdOf(answer: string): string | undefined {
  try {
    const { id } = JSON.parse(answer) as { id?: unknown };
    const text = typeof id === 'number' ? String(id) : id;
    return typeof text === 'string' && text.length > 0 && text.length <= ID_LENGTH ? text : undefined;
  } catch {
    return undefined;
  }
}
