import { statement, type Queryable, type Tx } from '#lib/database';
import type { SavedView, Sort } from '../domain/saved-view';

const COLUMNS = 'id, owner, resource, name, filter, sort, created_at';

// The owner's views are counted one creation at a time: the lock stands for a row that every owner would need otherwise.
const LOCK_OWNER = statement(
  'console.lock-owner',
  `select pg_advisory_xact_lock(hashtextextended('console.views:' || $1, 0))`,
);
const COUNT = statement('console.count-views', `select count(*)::int as views from saved_views where owner = $1`);
const INSERT = statement(
  'console.insert-view',
  `insert into saved_views (id, owner, resource, name, filter, sort, created_at) values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (owner, resource, name) do nothing`,
);
const LOCK = statement(
  'console.lock-view',
  `select ${COLUMNS} from saved_views where id = $1 and owner = $2 for no key update`,
);
const NAME_TAKEN = statement(
  'console.view-name-taken',
  `select 1 from saved_views where owner = $1 and resource = $2 and name = $3 and id <> $4`,
);
const UPDATE = statement(
  'console.update-view',
  `update saved_views set name = $2, filter = $3, sort = $4 where id = $1`,
);
const DELETE = statement('console.delete-view', `delete from saved_views where id = $1 and owner = $2`);
const LIST = statement(
  'console.list-views',
  `select ${COLUMNS} from saved_views
    where owner = $1 and ($2::text is null or resource = $2) and ($3::uuid is null or id < $3) order by id desc limit $4`,
);

interface Row {
  readonly id: string;
  readonly owner: string;
  readonly resource: string;
  readonly name: string;
  readonly filter: SavedView['filter'];
  readonly sort: Sort | null;
  readonly created_at: Date;
}

/** How many views the owner has, while no other transaction can add one. */
export async function countViews(tx: Tx, owner: string): Promise<number> {
  tx.send(LOCK_OWNER, [owner]);
  const [row] = await tx.query<{ views: number }>(COUNT, [owner]);
  return row?.views ?? 0;
}

/** False when the owner has another of that name for that list. */
export async function insertView(tx: Tx, view: SavedView): Promise<boolean> {
  const { id, owner, resource, name, createdAt } = view;
  return (await tx.execute(INSERT, [id, owner, resource, name, ...documents(view), createdAt])) === 1;
}

/** Locks the row until the transaction ends. */
export async function lockView(tx: Tx, owner: string, id: string): Promise<SavedView | undefined> {
  const [row] = await tx.query<Row>(LOCK, [id, owner]);
  return row && viewOf(row);
}

export async function isNameTaken(tx: Tx, { owner, resource, name, id }: SavedView): Promise<boolean> {
  return (await tx.execute(NAME_TAKEN, [owner, resource, name, id])) > 0;
}

export function updateView(tx: Tx, view: SavedView): void {
  tx.send(UPDATE, [view.id, view.name, ...documents(view)]);
}

/** False when the owner has no such view. */
export async function deleteView(db: Queryable, owner: string, id: string): Promise<boolean> {
  return (await db.execute(DELETE, [id, owner])) === 1;
}

/** Newest first. */
export async function listViews(
  db: Queryable,
  asked: { readonly owner: string; readonly resource?: string; readonly beforeId?: string },
  take: number,
): Promise<SavedView[]> {
  const { owner, resource = null, beforeId = null } = asked;
  return (await db.query<Row>(LIST, [owner, resource, beforeId, take])).map(viewOf);
}

function documents({ filter, sort }: SavedView): [filter: string, sort: string | null] {
  return [JSON.stringify(filter), sort && JSON.stringify(sort)];
}

function viewOf({ created_at: createdAt, ...row }: Row): SavedView {
  return { ...row, createdAt };
}
