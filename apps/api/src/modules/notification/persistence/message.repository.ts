import { statement, type Queryable, type Tx } from '#lib/database';
import type { Delivery, MessageState, NewMessage } from '../domain/message';

/**
 * Messages and what waits in their streams, in one statement. The row of a stream is what a writer and a sender meet at: one of
 * them waits for the other, so that a message which comes while the last one before it is being settled is never forgotten.
 */
const WRITE = statement(
  'notification.write-messages',
  `with written as (
     insert into webhook_messages (id, endpoint_id, stream_id, sequence, type, body, created_at, trace)
     select id, endpoint_id, stream_id, sequence, type, body, $7, trace
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::text[], $8::text[])
       as m(id, endpoint_id, stream_id, sequence, type, body, trace)
     on conflict (endpoint_id, stream_id, sequence) do nothing
     returning endpoint_id, stream_id
   )
   insert into webhook_streams (endpoint_id, stream_id, pending, due_at)
   select endpoint_id, stream_id, count(*), $7 from written group by endpoint_id, stream_id order by endpoint_id, stream_id
   on conflict (endpoint_id, stream_id) do update set pending = webhook_streams.pending + excluded.pending`,
);

export function writeMessages(tx: Tx, messages: readonly NewMessage[], now: Date): void {
  if (messages.length === 0) return;
  tx.send(WRITE, [
    messages.map((message) => message.id),
    messages.map((message) => message.endpointId),
    messages.map((message) => message.streamId),
    messages.map((message) => message.sequence),
    messages.map((message) => message.type),
    messages.map((message) => message.body),
    now,
    messages.map((message) => message.trace ?? null),
  ]);
}

/**
 * Makes messages wait again from their first attempt. One that waits already is due at once. A stream that somebody has claimed
 * keeps its claim: what is being sent stays one attempt.
 */
const replay = (chosen: string) => `with chosen as (${chosen}), again as (
     update webhook_messages m set state = 'waiting', attempts = 0, next_attempt_at = null
     from chosen where m.endpoint_id = $1 and m.id = chosen.id
     returning m.id, m.stream_id, chosen.state as before
   ), streams as (
     insert into webhook_streams (endpoint_id, stream_id, pending, due_at)
     select $1, stream_id, count(*) filter (where before <> 'waiting'), $2 from again group by stream_id order by stream_id
     on conflict (endpoint_id, stream_id)
       do update set pending = webhook_streams.pending + excluded.pending, due_at = excluded.due_at
   )
   select id from again order by id`;

const REPLAY_ONE = statement(
  'notification.replay-one',
  replay(`select id, state from webhook_messages where endpoint_id = $1 and id = $3 for update`),
);
const REPLAY_FAILED = statement(
  'notification.replay-failed',
  replay(`select id, state from webhook_messages where endpoint_id = $1 and id >= $3 and state = 'failed'
            order by id limit $4 for update`),
);

export async function replayOne(tx: Tx, endpointId: string, id: string, now: Date): Promise<boolean> {
  return (await tx.query(REPLAY_ONE, [endpointId, now, id])).length === 1;
}

/** Failed messages from `fromId` on, oldest first; answers their ids. */
export async function replayFailed(
  tx: Tx,
  endpointId: string,
  fromId: string,
  limit: number,
  now: Date,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(REPLAY_FAILED, [endpointId, now, fromId, limit]);
  return rows.map((row) => row.id);
}

const COLUMNS = `id, stream_id as "streamId", sequence, type, body, state, attempts, last_attempt_at as "lastAttemptAt",
  last_status as "lastStatus", last_error as "lastError", last_duration_ms as "lastDurationMs",
  next_attempt_at as "nextAttemptAt", created_at as "createdAt"`;

const LIST = statement(
  'notification.list-deliveries',
  `select ${COLUMNS} from webhook_messages
   where endpoint_id = $1 and ($2::uuid is null or id < $2::uuid) and ($3::text is null or state = $3)
   order by id desc limit $4`,
);
const FIND = statement(
  'notification.find-delivery',
  `select ${COLUMNS} from webhook_messages where endpoint_id = $1 and id = $2`,
);

/** Newest first. */
export function listDeliveries(
  db: Queryable,
  endpointId: string,
  filter: { readonly beforeId?: string | undefined; readonly state?: MessageState | undefined },
  limit: number,
): Promise<Delivery[]> {
  return db.query<Delivery>(LIST, [endpointId, filter.beforeId ?? null, filter.state ?? null, limit]);
}

export async function findDelivery(db: Queryable, endpointId: string, id: string): Promise<Delivery | undefined> {
  const [row] = await db.query<Delivery>(FIND, [endpointId, id]);
  return row;
}
