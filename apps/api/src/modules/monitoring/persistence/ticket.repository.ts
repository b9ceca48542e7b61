import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';

/** Only for an incident that this transaction has opened: where the group had one already, nothing was inserted. */
const OPEN = statement(
  'monitoring.open-tickets',
  `insert into alert_notifications (id, channel_id, group_key, kind, alerts, due_at, created_at, incident_id)
   select gen_random_uuid(), channel, group_key, 'ticket_open', '{}', clock_timestamp(), clock_timestamp(), incidents.id
   from incidents cross join unnest($2::uuid[]) as channel where incidents.id = $1
   on conflict (incident_id, channel_id, kind) where incident_id is not null do nothing`,
);

/** Where a ticket was opened, or is about to be. */
const CLOSE = statement(
  'monitoring.close-tickets',
  `insert into alert_notifications (id, channel_id, group_key, kind, alerts, due_at, created_at, incident_id)
   select gen_random_uuid(), opened.channel_id, opened.group_key, 'ticket_close', '{}', clock_timestamp(), clock_timestamp(),
     incidents.id
   from incidents join alert_notifications as opened on opened.incident_id = incidents.id and opened.kind = 'ticket_open'
   where incidents.group_key = $1 and incidents.closed_at = $2
   on conflict (incident_id, channel_id, kind) where incident_id is not null do nothing`,
);

const KEEP = statement(
  'monitoring.keep-ticket',
  `update incidents set ticket_id = $2, version = version + 1 where id = $1 and ticket_id is distinct from $2`,
);

/** The tickets of incidents: written with the incident, sent from the outbox of notifications. */
@Injectable()
export class TicketRepository {
  open(tx: Tx, incidentId: string, channelIds: readonly string[]): void {
    if (channelIds.length > 0) tx.send(OPEN, [incidentId, channelIds]);
  }

  /** Of the incidents of the group that were closed at exactly this time. */
  close(tx: Tx, groupKey: string, closedAt: Date): void {
    tx.send(CLOSE, [groupKey, closedAt]);
  }

  /** What the ticket system calls it. */
  async keep(db: Queryable, incidentId: string, ticketId: string): Promise<void> {
    await db.execute(KEEP, [incidentId, ticketId]);
  }
}
