import { Database } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { INVARIANTS, type Invariant } from '../domain/invariants';
import {
  type CheckMemory,
  type Finding,
  type InvariantCheck,
  InvariantRepository,
} from '../persistence/invariant.repository';
import { LedgerCheck } from './check-ledger';
import { OrdersCheck } from './check-orders';

const EXAMPLES_LIMIT = 20;

const NOTHING: CheckMemory = { checkedUntil: null, notes: null };

/** Looks whether everything adds up. Cheap enough for every minute with ten million orders: see docs/alerting.md. */
@Injectable()
export class CheckInvariants {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(InvariantRepository) private readonly invariants: InvariantRepository,
    @Inject(OrdersCheck) private readonly orders: OrdersCheck,
    @Inject(LedgerCheck) private readonly ledger: LedgerCheck,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One after the other, each in a statement of its own: one that fails or is slow keeps no other from being looked at. */
  async execute(ctx: Context): Promise<InvariantCheck[]> {
    const checks: InvariantCheck[] = [];
    const faults: unknown[] = [];
    for (const invariant of INVARIANTS) {
      try {
        checks.push(await this.check(ctx, invariant));
      } catch (error) {
        faults.push(error);
      }
    }
    if (faults.length > 0) throw new AggregateError(faults, `${faults.length} invariants could not be looked at`);
    return checks;
  }

  private async check(ctx: Context, { name, kind }: Invariant): Promise<InvariantCheck> {
    const db = this.database.statements(ctx);
    const startedMs = performance.now();
    const now = this.clock.now();
    const { subjects, memory } = await this.find(ctx, name, kind, now);
    const check = {
      name,
      violations: subjects.length,
      examples: subjects.slice(0, EXAMPLES_LIMIT),
      checkedAt: now,
      tookMs: Math.round(performance.now() - startedMs),
    };
    await this.invariants.save(db, check, memory);
    return check;
  }

  private async find(ctx: Context, name: string, kind: Invariant['kind'], now: Date): Promise<Finding> {
    const db = this.database.statements(ctx);
    switch (kind) {
      case 'whole':
        return { subjects: await this.invariants.whole(db, name), memory: NOTHING };
      case 'orders':
        return this.orders.execute(ctx, name, now);
      case 'ledger':
        return this.ledger.execute(ctx, name, now);
    }
  }
}
