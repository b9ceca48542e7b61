import { statement, type Queryable, type Tx } from '#lib/database';
import type { ClaimedMessage } from '../domain/claimed-message';
import type { ReadyEndpoint, Room } from '../domain/share-out';

/** One failure alone is everyday: an endpoint keeps its places until a second one follows it. */
const TROUBLED = 'e.failures >= 2';

/** Endpoints that one walk passes: a millisecond's work, however many there are. */
export const WALK_ENDPOINTS = 256;

const DUE = `s.due_at <= $2 and (s.claimed_until is null or s.claimed_until < clock_timestamp())`;

/**
 * Goes from one endpoint that has streams to the next by the index, without reading the streams between them: one with a hundred
 * thousand of them is one step.
 */
const WALK = statement(
  'notification.walk-endpoints',
  `with recursive walk(endpoint_id, step) as (
     (select endpoint_id, 1 from webhook_streams where endpoint_id > $1 order by endpoint_id limit 1)
     union all
     (select next.endpoint_id, walk.step + 1 from walk cross join lateral (
        select endpoint_id from webhook_streams s where s.endpoint_id > walk.endpoint_id order by s.endpoint_id limit 1
      ) as next where walk.step < $3)
   )
   select walk.endpoint_id as "endpointId", coalesce(${TROUBLED}, false) as "isTroubled",
     coalesce(e.status = 'active' and (e.held_until is null or e.held_until <= $2), false)
       and exists (select 1 from webhook_streams s where s.endpoint_id = walk.endpoint_id and ${DUE}) as "isReady"
   from walk left join webhook_endpoints e on e.id = walk.endpoint_id order by walk.step`,
);

/** The endpoints after `after` that have streams, in order, and whether something can be sent to them now. */
export function walkEndpoints(
  db: Queryable,
  after: string,
  now: Date,
): Promise<(ReadyEndpoint & { readonly isReady: boolean })[]> {
  return db.query(WALK, [after, now, WALK_ENDPOINTS]);
}

/** Only who holds the endpoint's row may claim for it: so all processes together keep to its places. */
const LOCK = statement(
  'notification.lock-ready-endpoints',
  `select id from webhook_endpoints
   where id = any($1::uuid[]) and status = 'active' and (held_until is null or held_until <= $2)
   order by id for no key update skip locked`,
);

const CLAIM = statement(
  'notification.claim-streams',
  `update webhook_streams s set claim = $3, claimed_until = clock_timestamp() + make_interval(secs => $4)
   from (
     select due.endpoint_id, due.stream_id from unnest($1::uuid[], $5::int[]) as e(endpoint_id, room)
     cross join lateral (
       select s.endpoint_id, s.stream_id from webhook_streams s
       where s.endpoint_id = e.endpoint_id and ${DUE}
       order by s.due_at, s.stream_id
       limit greatest(0, e.room - (select count(*) from webhook_streams taken
         where taken.endpoint_id = e.endpoint_id and taken.claimed_until >= clock_timestamp()))
       for update skip locked
     ) as due
   ) as chosen
   where s.endpoint_id = chosen.endpoint_id and s.stream_id = chosen.stream_id
   returning s.endpoint_id as "endpointId", s.stream_id as "streamId"`,
);

/** In a statement of its own, behind the claim: it sees what those wrote who had the streams before. */
const HEADS = statement(
  'notification.claimed-heads',
  `select s.endpoint_id as "endpointId", s.stream_id as "streamId", s.claim, m.id as "messageId", m.body, m.attempts, m.trace, e.url,
     ${TROUBLED} as "isTroubled", e.failures > 0 as "hasFailed", e.secret, e.previous_secret as "previousSecret", e.previous_until as "previousUntil"
   from unnest($1::uuid[], $2::uuid[]) as c(endpoint_id, stream_id)
   join webhook_streams s on s.endpoint_id = c.endpoint_id and s.stream_id = c.stream_id
   join webhook_endpoints e on e.id = c.endpoint_id
   left join lateral (
     select id, body, attempts, trace from webhook_messages m
     where m.endpoint_id = c.endpoint_id and m.stream_id = c.stream_id and m.state = 'waiting'
     order by m.sequence limit 1
   ) as m on true`,
);

/** Streams whose messages were given up by age. Whoever adds one meanwhile waits for our lock and begins a new stream. */
const DROP_EMPTY = statement(
  'notification.drop-empty-streams',
  `delete from webhook_streams s using unnest($1::uuid[], $2::uuid[]) as c(endpoint_id, stream_id)
   where s.endpoint_id = c.endpoint_id and s.stream_id = c.stream_id`,
);

export interface ClaimTerms {
  readonly claim: string;
  readonly leaseS: number;
  readonly now: Date;
}

type Head = Omit<ClaimedMessage, 'messageId'> & { readonly messageId: string | null };

/** Takes the first waiting message of due streams, as many of each endpoint as it has room for. */
export async function claimMessages(tx: Tx, rooms: readonly Room[], terms: ClaimTerms): Promise<ClaimedMessage[]> {
  const locked = await tx.query<{ id: string }>(LOCK, [rooms.map((room) => room.endpointId), terms.now]);
  const roomOf = new Map(rooms.map(({ endpointId, room }) => [endpointId, room]));
  const ids = locked.map(({ id }) => id);
  if (ids.length === 0) return [];
  const taken = await tx.query<{ endpointId: string; streamId: string }>(CLAIM, [
    ids,
    terms.now,
    terms.claim,
    terms.leaseS,
    ids.map((id) => roomOf.get(id) ?? 0),
  ]);
  if (taken.length === 0) return [];
  const heads = await tx.query<Head>(HEADS, columnsOf(taken));
  const empty = heads.filter((head) => head.messageId === null);
  if (empty.length > 0) tx.send(DROP_EMPTY, columnsOf(empty));
  return heads.flatMap((head) => (head.messageId === null ? [] : [{ ...head, messageId: head.messageId }]));
}

function columnsOf(streams: readonly { readonly endpointId: string; readonly streamId: string }[]): string[][] {
  return [streams.map((stream) => stream.endpointId), streams.map((stream) => stream.streamId)];
}
