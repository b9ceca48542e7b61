import { Database } from '#lib/database';
import { DomainError, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { BulkAction, BulkItem } from '../domain/bulk-action';
import { BulkActionRepository } from '../persistence/bulk-action.repository';

@Injectable()
export class ReadBulkAction {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(BulkActionRepository) private readonly actions: BulkActionRepository,
  ) {}

  /** How far it is, with up to `limit` + 1 items behind a position. @throws DomainError `operations.action_not_found` */
  async execute(
    ctx: Context,
    id: string,
    page: { readonly after: number; readonly status?: 'done' | 'refused' | undefined; readonly limit: number },
  ): Promise<{ readonly action: BulkAction; readonly items: BulkItem[] }> {
    const db = this.database.statements(ctx);
    const action = await this.actions.find(db, id);
    if (action === undefined) {
      throw new DomainError('not_found', 'operations.action_not_found', `There is no bulk action ${id}`);
    }
    return { action, items: await this.actions.items(db, id, { ...page, limit: page.limit + 1 }) };
  }
}
