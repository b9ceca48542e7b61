import { statement, type Queryable, type Tx } from '#lib/database';
import type { ClaimedEmail, EmailMessage, EmailState, NewEmail } from '../domain/email-message';

const WRITE = statement(
  'notification.write-emails',
  `insert into email_messages (id, merchant_id, order_id, status, sequence, occurred_at, due_at, created_at)
   select id, merchant_id, order_id, status, sequence, occurred_at, $7, $7
   from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::timestamptz[])
     as m(id, merchant_id, order_id, status, sequence, occurred_at)
   on conflict (order_id, status) do nothing`,
);

/** What an order's recipient was told of already, or is to be, is not written again. */
export function writeEmails(tx: Tx, emails: readonly NewEmail[], now: Date): void {
  if (emails.length === 0) return;
  tx.send(WRITE, [
    emails.map((email) => email.id),
    emails.map((email) => email.merchantId),
    emails.map((email) => email.orderId),
    emails.map((email) => email.status),
    emails.map((email) => email.sequence),
    emails.map((email) => email.occurredAt),
    now,
  ]);
}

const IS_DUE = `m.state = 'waiting' and m.due_at <= $1 and (m.claimed_until is null or m.claimed_until < clock_timestamp())`;

const HAS_DUE = statement(
  'notification.has-due-emails',
  `select exists (select 1 from email_messages m where ${IS_DUE}) as found`,
);

export async function hasDueEmails(db: Queryable, now: Date): Promise<boolean> {
  const [row] = await db.query<{ found: boolean }>(HAS_DUE, [now]);
  return row?.found === true;
}

export const UNDER_WAY = statement(
  'notification.emails-under-way',
  `select count(*)::int as count from email_messages
   where state = 'waiting' and claimed_until is not null and claimed_until >= clock_timestamp()`,
);

/** Of all processes. */
export async function emailsUnderWay(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ count: number }>(UNDER_WAY);
  return row?.count ?? 0;
}

const fieldsOf = (
  of: string,
): string => `${of}.id, ${of}.merchant_id as "merchantId", ${of}.order_id as "orderId", ${of}.status,
  ${of}.sequence, ${of}.occurred_at as "occurredAt", ${of}.attempts, ${of}.created_at as "createdAt"`;

/** The first that waits of each order: who was told of the delivery is not told afterwards that the courier is coming. */
const CLAIM = statement(
  'notification.claim-emails',
  `update email_messages e set claim = $3, claimed_until = clock_timestamp() + make_interval(secs => $4), attempts = attempts + 1
   from (
     select m.id from email_messages m
     where ${IS_DUE} and not exists (
       select 1 from email_messages before
       where before.order_id = m.order_id and before.state = 'waiting' and before.sequence < m.sequence)
     order by m.due_at, m.id limit $2 for update skip locked
   ) as chosen
   where e.id = chosen.id
   returning ${fieldsOf('e')}, e.claim`,
);

export function claimEmails(
  tx: Tx,
  terms: { readonly claim: string; readonly leaseS: number; readonly now: Date },
  limit: number,
): Promise<ClaimedEmail[]> {
  return tx.query<ClaimedEmail>(CLAIM, [terms.now, limit, terms.claim, terms.leaseS]);
}

export interface SettledEmail {
  readonly id: string;
  readonly claim: string;
  readonly state: EmailState;
  readonly dueAt: Date;
  readonly fault: string | null;
}

const SETTLE = statement(
  'notification.settle-email',
  `update email_messages set state = $3, due_at = $4, last_fault = $5, claim = null, claimed_until = null,
     settled_at = case when $3 <> 'waiting' then $6::timestamptz end
   where id = $1 and claim = $2`,
);

/** False: another process has claimed it since. */
export async function settleEmail(
  tx: Tx,
  { id, claim, state, dueAt, fault }: SettledEmail,
  now: Date,
): Promise<boolean> {
  return (await tx.execute(SETTLE, [id, claim, state, dueAt, fault, now])) === 1;
}

const LIST = statement(
  'notification.list-emails',
  `select ${fieldsOf('m')}, state, last_fault as "lastFault", settled_at as "settledAt",
     case when state = 'waiting' then due_at end as "nextAttemptAt"
   from email_messages m
   where ($1::uuid is null or merchant_id = $1::uuid) and ($2::uuid is null or order_id = $2::uuid)
     and ($3::text is null or state = $3) and ($4::uuid is null or id < $4::uuid)
   order by id desc limit $5`,
);

export interface EmailFilter {
  readonly merchantId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly state?: EmailState | undefined;
  readonly beforeId?: string | undefined;
}

/** Newest first. */
export function listEmails(db: Queryable, filter: EmailFilter, limit: number): Promise<EmailMessage[]> {
  const { merchantId, orderId, state, beforeId } = filter;
  return db.query<EmailMessage>(LIST, [merchantId ?? null, orderId ?? null, state ?? null, beforeId ?? null, limit]);
}
