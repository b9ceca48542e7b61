import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type Entry, type EntryPosition, EntryRepository } from '../persistence/entry.repository';
import { ReadAccount } from './read-account';

/** A page of an account's entries, newest first. */
@Injectable()
export class ListEntries {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ReadAccount) private readonly readAccount: ReadAccount,
    @Inject(EntryRepository) private readonly entries: EntryRepository,
  ) {}

  /** Throws as `ReadAccount` does. `limit` counts rows, the one that tells of a next page included. */
  async execute(ctx: Context, merchantId: string, after: EntryPosition | undefined, limit: number): Promise<Entry[]> {
    await this.readAccount.execute(ctx, merchantId);
    return this.entries.list(this.database.statements(ctx), merchantId, after, limit);
  }
}
