import { Database, type Queryable } from '#lib/database';
import { type Context, DomainError, isUuid } from '#lib/kernel';
import { NotificationFacade } from '#module/notification';
import { Inject, Injectable } from '@nestjs/common';
import type { Facts } from '../domain/remediation/actions';
import type { Params } from '../domain/remediation/parameters';
import { numberOf, type Performer, textOf } from './performer';

const MINUTE_MS = 60_000;

/** Opens and closes the breakers of webhook endpoints. */
@Injectable()
export class BreakerPerformer {
  readonly opening: Performer = {
    facts: (ctx, db, params) => this.facts(ctx, db, params),
    act: (ctx, params) =>
      this.database.transaction(ctx, (tx) =>
        this.webhooks.openBreaker(ctx, tx, endpointOf(params), numberOf(params, 'minutes') * MINUTE_MS),
      ),
  };
  readonly closing: Performer = {
    facts: (ctx, db, params) => this.facts(ctx, db, params),
    act: (ctx, params) =>
      this.database.transaction(ctx, (tx) => this.webhooks.closeBreaker(ctx, tx, endpointOf(params))),
  };

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(NotificationFacade) private readonly webhooks: NotificationFacade,
  ) {}

  private async facts(ctx: Context, db: Queryable, params: Params): Promise<Facts> {
    const id = endpointOf(params);
    const breaker = isUuid(id) ? await this.webhooks.breakerOf(ctx, db, id) : undefined;
    if (breaker === undefined) {
      throw new DomainError('not_found', 'monitoring.endpoint_not_found', `There is no webhook endpoint ${id}`);
    }
    return { breaker: breaker.state, held_until: breaker.heldUntil?.toISOString() ?? null };
  }
}

function endpointOf(params: Params): string {
  return textOf(params, 'endpoint_id');
}
