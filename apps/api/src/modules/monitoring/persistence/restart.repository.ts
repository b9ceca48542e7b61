import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';

/** Longer than every process needs to notice; an older one is for a fleet that is not there any more. */
const GOOD_FOR = `interval '10 seconds'`;

const ASK = statement(
  'monitoring.ask-for-restart',
  `insert into restart_requests (instance, requested_at) values ($1, clock_timestamp())
   on conflict (instance) do update set requested_at = excluded.requested_at`,
);

const TAKE = statement(
  'monitoring.take-restarts',
  `delete from restart_requests where starts_with(instance, $1) or requested_at < clock_timestamp() - ${GOOD_FOR}
   returning instance, starts_with(instance, $1) and requested_at >= clock_timestamp() - ${GOOD_FOR} as good`,
);

/** Which processes shall be replaced, on their way to the supervisor that can do it. */
@Injectable()
export class RestartRepository {
  ask(tx: Tx, instance: string): void {
    tx.send(ASK, [instance]);
  }

  /** Those whose instance begins so; of several that ask one gets each. */
  async take(db: Queryable, prefix: string): Promise<string[]> {
    const rows = await db.query<{ instance: string; good: boolean }>(TAKE, [prefix]);
    return rows.filter(({ good }) => good).map(({ instance }) => instance);
  }
}
