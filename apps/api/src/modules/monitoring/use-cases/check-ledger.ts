import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type Finding, InvariantRepository, type LedgerEntry } from '../persistence/invariant.repository';

/** Longer than a transaction may last and than clocks of processes differ. */
const MARGIN_MS = 2 * 60_000;

interface Books {
  readonly since: string;
  readonly accounts: readonly LedgerEntry[];
}

/**
 * Follows the books from one look to the next. The first look takes them as they are; from then on a balance that changes by
 * anything but transfers is found, and stays found until it is mended, for the books that were right are kept.
 */
@Injectable()
export class LedgerCheck {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(InvariantRepository) private readonly invariants: InvariantRepository,
  ) {}

  async execute(ctx: Context, name: string, now: Date): Promise<Finding> {
    const db = this.database.statements(ctx);
    const { notes } = await this.invariants.memory(db, name);
    const before = (notes as Books | null) ?? { since: now.toISOString(), accounts: [] };
    const nextSince = new Date(now.getTime() - MARGIN_MS);
    const found = await this.invariants.ledger(db, before.accounts, new Date(before.since), nextSince);
    const subjects = found.filter(({ broken }) => broken).map(({ m }) => `account ${m}`);
    const books: Books =
      subjects.length > 0
        ? before
        : { since: nextSince.toISOString(), accounts: found.map(({ m, b, w }) => ({ m, b, w })) };
    return { subjects, memory: { checkedUntil: null, notes: books } };
  }
}
