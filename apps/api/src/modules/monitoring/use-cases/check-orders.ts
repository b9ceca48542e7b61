import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type Finding, InvariantRepository } from '../persistence/invariant.repository';

/** How old an order is when it is looked at. */
const DUE_AFTER_MS = 10 * 60_000;
/** How far back the first look ever goes. */
const FIRST_LOOK_MS = 24 * 3_600_000;
const ORDERS_LIMIT = 20_000;
/** Of what was found, so many are looked at again. */
const SUSPECTS_LIMIT = 1000;

/** Looks at each order once, some minutes after it was placed, and again at those that were found broken. */
@Injectable()
export class OrdersCheck {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(InvariantRepository) private readonly invariants: InvariantRepository,
  ) {}

  async execute(ctx: Context, name: string, now: Date): Promise<Finding> {
    const db = this.database.statements(ctx);
    const { checkedUntil, notes } = await this.invariants.memory(db, name);
    const suspects = Array.isArray(notes) ? (notes as string[]) : [];
    const after = checkedUntil ?? idAt(now.getTime() - FIRST_LOOK_MS);
    const fresh = await this.invariants.nextOrders(db, after, idAt(now.getTime() - DUE_AFTER_MS), ORDERS_LIMIT);
    const broken = await this.invariants.ofOrders(db, name, [...suspects, ...fresh]);
    const ids = broken.map(({ id }) => id).slice(0, SUSPECTS_LIMIT);
    return {
      subjects: broken.map(({ subject }) => subject),
      memory: { checkedUntil: fresh.at(-1) ?? after, notes: ids },
    };
  }
}

/** The smallest UUIDv7 of a millisecond. */
function idAt(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
