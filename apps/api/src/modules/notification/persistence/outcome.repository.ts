import { type Queryable, statement, type Tx } from '#lib/database';
import type { Breaker } from '../domain/breaker';

/** An outcome as it is stored. `state` is what the message is in now. */
export interface SettledMessage {
  readonly endpointId: string;
  readonly streamId: string;
  readonly claim: string;
  readonly messageId: string;
  readonly state: 'waiting' | 'delivered' | 'failed';
  /** When the stream is due next: for the same message, or for the one behind it. */
  readonly dueAt: Date;
  readonly status: number | null;
  readonly error: string | null;
  readonly durationMs: number;
  readonly at: Date;
}

/**
 * Settles streams that are still under the claim they were sent with, and their messages. A sender that was away for longer than
 * its lease finds another claim, and changes nothing.
 */
const SETTLE = statement(
  'notification.settle-messages',
  `with told as (
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::timestamptz[], $7::int[], $8::text[],
       $9::int[], $10::timestamptz[])
       as t(endpoint_id, stream_id, claim, message_id, state, due_at, status, error, duration_ms, at)
     order by endpoint_id, stream_id
   ), ours as (
     update webhook_streams s set claim = null, claimed_until = null, due_at = told.due_at,
       pending = greatest(0, s.pending - case when told.state = 'waiting' then 0 else 1 end)
     from told
     where s.endpoint_id = told.endpoint_id and s.stream_id = told.stream_id and s.claim = told.claim
     returning told.*
   )
   update webhook_messages m set state = ours.state, attempts = m.attempts + 1, last_attempt_at = ours.at,
     last_status = ours.status, last_error = ours.error, last_duration_ms = ours.duration_ms,
     next_attempt_at = case when ours.state = 'waiting' then ours.due_at end
   from ours where m.endpoint_id = ours.endpoint_id and m.id = ours.message_id`,
);

const DROP_DONE = statement(
  'notification.drop-done-streams',
  `delete from webhook_streams s using unnest($1::uuid[], $2::uuid[]) as t(endpoint_id, stream_id)
   where s.endpoint_id = t.endpoint_id and s.stream_id = t.stream_id and s.pending = 0`,
);

/** Answers how many were still ours. */
export async function settleMessages(tx: Tx, settled: readonly SettledMessage[]): Promise<number> {
  const [endpoints, streams] = [settled.map((one) => one.endpointId), settled.map((one) => one.streamId)];
  const ours = await tx.execute(SETTLE, [
    endpoints,
    streams,
    settled.map((one) => one.claim),
    settled.map((one) => one.messageId),
    settled.map((one) => one.state),
    settled.map((one) => one.dueAt),
    settled.map((one) => one.status),
    settled.map((one) => one.error),
    settled.map((one) => one.durationMs),
    settled.map((one) => one.at),
  ]);
  tx.send(DROP_DONE, [endpoints, streams]);
  return ours;
}

interface BreakerRow {
  readonly id: string;
  readonly failures: number;
  readonly probes: number;
  readonly held_until: Date | null;
}

const LOCK_BREAKERS = statement(
  'notification.lock-breakers',
  `select id, failures, probes, held_until from webhook_endpoints where id = any($1::uuid[]) order by id for no key update`,
);

export async function lockBreakers(tx: Tx, endpointIds: readonly string[]): Promise<Map<string, Breaker>> {
  if (endpointIds.length === 0) return new Map();
  const rows = await tx.query<BreakerRow>(LOCK_BREAKERS, [endpointIds]);
  return new Map(
    rows.map((row) => [row.id, { failures: row.failures, probes: row.probes, heldUntil: row.held_until }]),
  );
}

const FIND_BREAKER = statement(
  'notification.find-breaker',
  `select id, failures, probes, held_until from webhook_endpoints where id = $1 and status <> 'deleted'`,
);

export async function findBreaker(db: Queryable, endpointId: string): Promise<Breaker | undefined> {
  const [row] = await db.query<BreakerRow>(FIND_BREAKER, [endpointId]);
  return row && { failures: row.failures, probes: row.probes, heldUntil: row.held_until };
}

const SAVE_BREAKERS = statement(
  'notification.save-breakers',
  `update webhook_endpoints e set failures = b.failures, probes = b.probes, held_until = b.held_until
   from unnest($1::uuid[], $2::int[], $3::int[], $4::timestamptz[]) as b(id, failures, probes, held_until)
   where e.id = b.id`,
);

export function saveBreakers(tx: Tx, breakers: ReadonlyMap<string, Breaker>): void {
  if (breakers.size === 0) return;
  const all = [...breakers.values()];
  tx.send(SAVE_BREAKERS, [
    [...breakers.keys()],
    all.map((breaker) => breaker.failures),
    all.map((breaker) => breaker.probes),
    all.map((breaker) => breaker.heldUntil),
  ]);
}

const DISABLE_GONE = statement(
  'notification.disable-gone',
  `update webhook_endpoints set status = 'disabled', disabled_because = 'gone', version = version + 1
   where id = any($1::uuid[]) and status = 'active'`,
);

/** Those that answered 410. */
export function disableGone(tx: Tx, endpointIds: readonly string[]): void {
  if (endpointIds.length > 0) tx.send(DISABLE_GONE, [endpointIds]);
}
