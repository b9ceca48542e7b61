import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';
import type { Notification, ToldAlert } from '../domain/notification';

/** A notification about to be written. */
export interface NewNotification {
  readonly id: string;
  readonly channelId: string;
  readonly groupKey: string;
  readonly kind: Notification['kind'];
  readonly alerts: readonly ToldAlert[];
  readonly dueAt: Date;
}

/** One that this process is sending. */
export interface TakenNotification extends Notification {
  readonly channelId: string;
  /** From 1. */
  readonly attempt: number;
  /** Of a ticket. */
  readonly incidentId: string | null;
}

/** What nobody has begun to send takes up what comes after it; a later state of an alert replaces an earlier one. */
const WRITE = statement(
  'monitoring.write-notifications',
  `insert into alert_notifications (id, channel_id, group_key, kind, alerts, due_at, created_at)
   select *, clock_timestamp() from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::jsonb[], $6::timestamptz[])
   on conflict (channel_id, group_key) where state = 'pending' and attempts = 0 and kind = 'alert'
     do update set alerts = alert_notifications.alerts || excluded.alerts`,
);

/**
 * Longer than an attempt may take: whoever took one and died is followed by somebody else. A ticket is closed after it was opened, or
 * after that was given up.
 */
const TAKE = statement(
  'monitoring.take-notifications',
  `update alert_notifications set attempts = attempts + 1, due_at = clock_timestamp() + interval '10 seconds'
   where id in (select id from alert_notifications as due where state = 'pending' and due_at <= clock_timestamp()
     and not (kind = 'ticket_close' and exists (
       select from alert_notifications as opening where opening.incident_id = due.incident_id
         and opening.channel_id = due.channel_id and opening.kind = 'ticket_open' and opening.state = 'pending'))
     order by due_at limit $1 for update skip locked)
   returning id, channel_id, group_key, kind, alerts, attempts, created_at, incident_id`,
);

const SENT = statement(
  'monitoring.notification-sent',
  `update alert_notifications set state = 'sent', finished_at = clock_timestamp(), last_error = null where id = $1`,
);

const FAILED = statement(
  'monitoring.notification-failed',
  `update alert_notifications set last_error = $2, due_at = clock_timestamp() + $3 * interval '1 millisecond',
     state = case when $4 then 'dead' else state end, finished_at = case when $4 then clock_timestamp() end
   where id = $1 and state = 'pending'`,
);

const STATE_OF = statement(
  'monitoring.notification-state',
  `select state, attempts, last_error from alert_notifications where id = $1`,
);

const BACKLOG = statement(
  'monitoring.notification-backlog',
  `select coalesce(extract(epoch from clock_timestamp() - min(created_at) filter (where state = 'pending')), 0)::float8 as oldest_s,
     count(*) filter (where state = 'dead' and finished_at > clock_timestamp() - interval '1 day')::int as dead
   from alert_notifications`,
);

const FAILING = statement(
  'monitoring.failing-channels',
  `select c.name as channel, coalesce(max(n.attempts) filter (where n.last_error is not null), 0)::int as attempts
   from alert_channels c left join alert_notifications n on n.channel_id = c.id and n.state = 'pending'
   where c.active group by c.name`,
);

const FORGET = statement(
  'monitoring.forget-notifications',
  `delete from alert_notifications as old where finished_at < clock_timestamp() - interval '7 days'
     and not exists (select from incidents where incidents.id = old.incident_id and closed_at is null)`,
);

/** The outbox of notifications: written with what they tell, sent later, at least once. */
@Injectable()
export class NotificationRepository {
  write(tx: Tx, notifications: readonly NewNotification[]): void {
    if (notifications.length === 0) return;
    tx.send(WRITE, [
      notifications.map(({ id }) => id),
      notifications.map(({ channelId }) => channelId),
      notifications.map(({ groupKey }) => groupKey),
      notifications.map(({ kind }) => kind),
      notifications.map(({ alerts }) => JSON.stringify(Object.fromEntries(alerts.map((alert) => [alert.key, alert])))),
      notifications.map(({ dueAt }) => dueAt),
    ]);
  }

  /** Takes what is due; it is due again in ten seconds unless it is settled before. */
  async take(db: Queryable, limit: number): Promise<TakenNotification[]> {
    return (await db.query<Row>(TAKE, [limit])).map((row) => ({
      id: row.id,
      channelId: row.channel_id,
      groupKey: row.group_key,
      kind: row.kind,
      alerts: Object.values(row.alerts),
      at: row.created_at.toISOString(),
      attempt: row.attempts,
      incidentId: row.incident_id,
    }));
  }

  async sent(db: Queryable, id: string): Promise<void> {
    await db.execute(SENT, [id]);
  }

  async failed(db: Queryable, id: string, error: string, againInMs: number, isLast: boolean): Promise<void> {
    await db.execute(FAILED, [id, error.slice(0, 500), againInMs, isLast]);
  }

  async stateOf(
    db: Queryable,
    id: string,
  ): Promise<{ state: 'pending' | 'sent' | 'dead'; attempts: number; last_error: string | null } | undefined> {
    const [row] = await db.query<{ state: 'pending' | 'sent' | 'dead'; attempts: number; last_error: string | null }>(
      STATE_OF,
      [id],
    );
    return row;
  }

  /** How long the oldest unsent one has waited, and how many were given up within a day. */
  async backlog(db: Queryable): Promise<{ oldestS: number; dead: number }> {
    const [row] = await db.query<{ oldest_s: number; dead: number }>(BACKLOG);
    return { oldestS: row?.oldest_s ?? 0, dead: row?.dead ?? 0 };
  }

  /** Each active channel, and the most attempts that something for it has needed so far without success. */
  async failing(db: Queryable): Promise<{ channel: string; attempts: number }[]> {
    return db.query<{ channel: string; attempts: number }>(FAILING);
  }

  async forget(db: Queryable): Promise<void> {
    await db.execute(FORGET);
  }
}

interface Row {
  readonly id: string;
  readonly channel_id: string;
  readonly group_key: string;
  readonly kind: Notification['kind'];
  readonly alerts: Record<string, ToldAlert>;
  readonly attempts: number;
  readonly created_at: Date;
  readonly incident_id: string | null;
}
