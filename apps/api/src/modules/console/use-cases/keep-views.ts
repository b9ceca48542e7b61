import { Database, type Tx } from '#lib/database';
import { actorName, CLOCK, DomainError, uuidv7, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { VIEW_LIMIT, type SavedView, type ViewChange } from '../domain/saved-view';
import {
  countViews,
  deleteView,
  insertView,
  isNameTaken,
  listViews,
  lockView,
  updateView,
} from '../persistence/saved-view.repository';

export type NewView = Pick<SavedView, 'resource' | 'name' | 'filter' | 'sort'>;

/** Keeps the views of whoever asks. They are nobody else's: two pages of one person may overwrite each other. */
@Injectable()
export class KeepViews {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In the caller's transaction. Throws `saved_view.name_taken` (409) and `saved_view.too_many` (409). */
  async create(ctx: Context, tx: Tx, input: NewView): Promise<SavedView> {
    const owner = actorName(ctx);
    if ((await countViews(tx, owner)) >= VIEW_LIMIT) {
      throw new DomainError('conflict', 'saved_view.too_many', `Nobody has more than ${VIEW_LIMIT} saved views`);
    }
    const createdAt = this.clock.now();
    const view: SavedView = { ...input, id: uuidv7(createdAt.getTime()), owner, createdAt };
    if (await insertView(tx, view)) return view;
    throw nameTaken(view);
  }

  /** Throws `saved_view.not_found` (404) and `saved_view.name_taken` (409). */
  change(ctx: Context, id: string, change: ViewChange): Promise<SavedView> {
    return this.database.transaction(ctx, async (tx) => {
      const view = await lockView(tx, actorName(ctx), id);
      if (view === undefined) throw notFound(id);
      const changed: SavedView = { ...view, ...change };
      if (await isNameTaken(tx, changed)) throw nameTaken(changed);
      updateView(tx, changed);
      return changed;
    });
  }

  /** Throws `saved_view.not_found` (404). */
  async remove(ctx: Context, id: string): Promise<void> {
    if (!(await deleteView(this.database.statements(ctx), actorName(ctx), id))) throw notFound(id);
  }

  /** Newest first. */
  page(ctx: Context, resource: string | undefined, beforeId: string | undefined, take: number): Promise<SavedView[]> {
    return listViews(this.database.statements(ctx), { owner: actorName(ctx), resource, beforeId }, take);
  }
}

function notFound(id: string): DomainError {
  return new DomainError('not_found', 'saved_view.not_found', `There is no saved view ${id}`);
}

function nameTaken({ name, resource }: SavedView): DomainError {
  return new DomainError('conflict', 'saved_view.name_taken', `There is a view "${name}" of ${resource} already`, {
    errors: [{ pointer: '/name', detail: 'is in use' }],
  });
}
