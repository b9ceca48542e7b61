import {
  cutWindow,
  Database,
  mergeWindows,
  overdueWork,
  parkedAmong,
  parkedBetween,
  type IdRange,
  type IdWindow,
  type OverdueWork,
  type Queryable,
  type Stage,
} from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { DispatchFacade } from '#module/dispatch';
import { Inject, Injectable } from '@nestjs/common';
import type { Order } from '../domain/order';
import {
  failedProblem,
  idleProblem,
  stuckProblem,
  withoutInnards,
  type Overdue,
  type OrderProblem,
  type ProblemKind,
} from '../domain/order-problem';
import { isTerminal } from '../domain/order-state';
import { SCANNED_AT_ONCE } from '../persistence/order-list.repository';
import { lastNews } from '../persistence/order.repository';
import { restingBetween } from '../persistence/resting.repository';

const STAGES: readonly Stage[] = ['payment', 'fulfilment', 'dispatch', 'expiry'];
/** Of each stage, the rows that wait longest: with more than these overdue the stage is the problem, not an order. */
const OVERDUE_ROWS = 100;
/** A stage may miss its deadline once: what is still there after a second one is stuck. */
const DEADLINES = 2;

/** Which orders need a person, and why each of them does. */
@Injectable()
export class FindProblems {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(DispatchFacade) private readonly dispatch: DispatchFacade,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The ids among which orders with such a problem are. An idle one has still to be compared with its last event. */
  async candidates(ctx: Context, kind: ProblemKind, range: IdRange): Promise<IdWindow> {
    const db = this.database.statements(ctx);
    switch (kind) {
      case 'failed':
        return parkedBetween(db, range, SCANNED_AT_ONCE);
      case 'stuck':
        return inRange(await this.overdue(db), range);
      case 'idle':
        // Whatever is not over stands in one of these lists.
        return mergeWindows(
          await Promise.all([
            parkedBetween(db, range, SCANNED_AT_ONCE),
            this.dispatch.assignedBetween(ctx, db, range, SCANNED_AT_ONCE),
            restingBetween(db, range, SCANNED_AT_ONCE),
            this.overdue(db).then((rows) => inRange(rows, range)),
          ]),
          range.direction,
        );
    }
  }

  /** Why each of these orders does not move; those that wait for nobody are left out, unless they are asked for as idle. */
  async explain(ctx: Context, orders: readonly Order[], kind?: ProblemKind): Promise<Map<string, OrderProblem>> {
    const db = this.database.statements(ctx);
    const open = orders.filter(({ status }) => !isTerminal(status));
    const ids = open.map(({ id }) => id);
    const waiting = new Map((await parkedAmong(db, ids)).map((one) => [one.orderId, one]));
    const rest = ids.filter((id) => !waiting.has(id));
    const overdue = overdueOf(rest.length === 0 ? [] : await this.overdue(db), new Set(rest));
    const news = kind === 'idle' ? await lastNews(db, ids) : new Map<string, Date>();
    const problems = new Map<string, OrderProblem>();
    const tell = (id: string, problem: OrderProblem): unknown =>
      problems.set(id, ctx.merchantId === undefined ? problem : withoutInnards(problem));
    for (const { id, status } of open) {
      const [parked, late, since] = [waiting.get(id), overdue.get(id), news.get(id)];
      if (parked !== undefined) tell(id, failedProblem(parked, status));
      else if (late !== undefined) tell(id, stuckProblem(late, status));
      else if (since !== undefined) tell(id, idleProblem(status, since));
    }
    return problems;
  }

  private overdue(db: Queryable): Promise<OverdueWork[]> {
    const graceMs = DEADLINES * this.settings.current().pipeline.stageDeadlineMs;
    return overdueWork(db, STAGES, new Date(this.clock.now().getTime() - graceMs), OVERDUE_ROWS);
  }
}

function inRange(rows: readonly OverdueWork[], { above, below, direction }: IdRange): IdWindow {
  const ids = rows.flatMap(({ orderIds }) => orderIds).filter((id) => id > above && id < below);
  return cutWindow(mergeWindows([{ ids, isCut: false }], direction).ids, SCANNED_AT_ONCE);
}

function overdueOf(rows: readonly OverdueWork[], wanted: ReadonlySet<string>): Map<string, Overdue> {
  const found = new Map<string, Overdue>();
  for (const row of rows) for (const id of row.orderIds) if (wanted.has(id)) found.set(id, row);
  return found;
}
