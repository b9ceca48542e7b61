import {
  countDeadLetters,
  countStuckWork,
  Database,
  measureWork,
  pauseStage,
  type Queryable,
  readStagePauses,
  resumeStage,
  type Stage,
} from '#lib/database';
import { actorName, type Context } from '#lib/kernel';
import { OrderFacade, RelayService } from '#module/order';
import { Inject, Injectable } from '@nestjs/common';
import type { Facts } from '../domain/remediation/actions';
import type { Params } from '../domain/remediation/parameters';
import { numberOf, type Performer } from './performer';

const DEAD_LETTERS_LIMIT = 100_000;

/** What can be done to a stage of the pipeline and to its work. */
@Injectable()
export class StagePerformer {
  readonly pausing: Performer = {
    facts: (_ctx, db, params) => this.facts(db, params),
    act: (ctx, params, note) =>
      this.database.transaction(ctx, (tx) => pauseStage(tx, stageOf(params), actorName(ctx), note)),
  };
  readonly resuming: Performer = {
    facts: (_ctx, db, params) => this.facts(db, params),
    act: (ctx, params) => this.database.transaction(ctx, (tx) => resumeStage(tx, stageOf(params))),
  };
  readonly redispatching: Performer = {
    facts: async (_ctx, db, params) => {
      const { rows, orders } = await countStuckWork(db, stageOf(params), numberOf(params, 'older_than_s'));
      return { stuck_rows: rows, stuck_orders: orders };
    },
    act: async (ctx, params) => {
      await this.relay.sendStuck(ctx, stageOf(params), numberOf(params, 'older_than_s'));
    },
  };
  readonly retrying: Performer = {
    facts: async (_ctx, db, params) => {
      const [found] = await countDeadLetters(db, [stageOf(params)], DEAD_LETTERS_LIMIT);
      return { dead_letters: found?.orders ?? 0 };
    },
    act: async (ctx: Context, params: Params) => {
      await this.orders.retryDeadLetters(ctx, stageOf(params), numberOf(params, 'orders'));
    },
  };

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RelayService) private readonly relay: RelayService,
    @Inject(OrderFacade) private readonly orders: OrderFacade,
  ) {}

  private async facts(db: Queryable, params: Params): Promise<Facts> {
    const stage = stageOf(params);
    const pause = (await readStagePauses(db)).find((known) => known.stage === stage);
    const [work] = await measureWork(db, [stage]);
    return { paused: pause !== undefined, oldest_due_s: work?.oldestDueS ?? 0, due_orders: work?.dueOrders ?? 0 };
  }
}

/** Its bounds allow stages alone. */
function stageOf(params: Params): Stage {
  return params['stage'] as Stage;
}
