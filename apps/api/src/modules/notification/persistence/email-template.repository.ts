import { statement, type Queryable, type Tx } from '#lib/database';
import type { EmailTemplate } from '../domain/email-template';

const COLUMNS = `id, merchant_id as "merchantId", status, language, subject, text, html, active, active_since as "activeSince",
  version, created_at as "createdAt"`;

const INSERT = statement(
  'notification.insert-email-template',
  `insert into email_templates (id, merchant_id, status, language, subject, text, html, active, active_since, version, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (merchant_id, status) do nothing`,
);

/** False: the merchant has one for this status. */
export async function insertTemplate(tx: Tx, template: EmailTemplate): Promise<boolean> {
  const { id, merchantId, status, language, subject, text, html, active, activeSince, version, createdAt } = template;
  const row = [id, merchantId, status, language, subject, text, html, active, activeSince, version, createdAt];
  return (await tx.execute(INSERT, row)) === 1;
}

const UPDATE = statement(
  'notification.update-email-template',
  `update email_templates set language = $2, subject = $3, text = $4, html = $5, active = $6, active_since = $7, version = $8
   where id = $1`,
);

export function updateTemplate(tx: Tx, template: EmailTemplate): void {
  const { id, language, subject, text, html, active, activeSince, version } = template;
  tx.send(UPDATE, [id, language, subject, text, html, active, activeSince, version]);
}

const REMOVE = statement('notification.remove-email-template', `delete from email_templates where id = $1`);

export function removeTemplate(tx: Tx, id: string): void {
  tx.send(REMOVE, [id]);
}

const ONE = `select ${COLUMNS} from email_templates where id = $1 and ($2::uuid is null or merchant_id = $2::uuid)`;
const FIND = statement('notification.find-email-template', ONE);
const LOCK = statement('notification.lock-email-template', `${ONE} for update`);

/** `merchantId`: only when it is that merchant's. */
export async function findTemplate(db: Queryable, id: string, merchantId?: string): Promise<EmailTemplate | undefined> {
  return (await db.query<EmailTemplate>(FIND, [id, merchantId ?? null]))[0];
}

export async function lockTemplate(tx: Tx, id: string, merchantId?: string): Promise<EmailTemplate | undefined> {
  return (await tx.query<EmailTemplate>(LOCK, [id, merchantId ?? null]))[0];
}

const LIST = statement(
  'notification.list-email-templates',
  `select ${COLUMNS} from email_templates
   where ($1::uuid is null or merchant_id = $1::uuid) and ($2::uuid is null or id < $2::uuid) order by id desc limit $3`,
);

/** Newest first. */
export function listTemplates(
  db: Queryable,
  filter: { readonly merchantId?: string | undefined; readonly beforeId?: string | undefined },
  limit: number,
): Promise<EmailTemplate[]> {
  return db.query<EmailTemplate>(LIST, [filter.merchantId ?? null, filter.beforeId ?? null, limit]);
}

const ACTIVE = statement(
  'notification.active-email-templates',
  `select ${COLUMNS} from email_templates where merchant_id = any($1::uuid[]) and active`,
);

/** What these merchants' recipients are told. */
export function activeTemplates(db: Queryable, merchantIds: readonly string[]): Promise<EmailTemplate[]> {
  return db.query<EmailTemplate>(ACTIVE, [merchantIds]);
}
