import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';

/** Three ticks of the holder, and half a second less than the promise that another takes over within three seconds. */
const LEASE = `interval '2 seconds'`;

const HOLD = statement(
  'monitoring.hold-lease',
  `update monitor_lease set holder = $1, until_at = clock_timestamp() + ${LEASE}
   where holder = $1 or until_at < clock_timestamp()`,
);

const FENCE = statement(
  'monitoring.fence',
  `update monitor_lease set until_at = clock_timestamp() + ${LEASE} where holder = $1`,
);

const GIVE_UP = statement(
  'monitoring.give-lease-up',
  `update monitor_lease set until_at = clock_timestamp() where holder = $1`,
);

/** Which process of the fleet evaluates: one row, held for two seconds at a time, by PostgreSQL's clock. */
@Injectable()
export class LeaseRepository {
  /** Takes or keeps the lease; false while another holds it. */
  async hold(db: Queryable, holder: string): Promise<boolean> {
    return (await db.execute(HOLD, [holder])) === 1;
  }

  /**
   * Whether the holder may still write: the lease cannot be taken from it before this transaction ends. One that has run out and that
   * nobody has taken is still the holder's: on a slow PostgreSQL a look takes longer than a lease.
   */
  async fence(tx: Tx, holder: string): Promise<boolean> {
    return (await tx.execute(FENCE, [holder])) === 1;
  }

  async giveUp(db: Queryable, holder: string): Promise<void> {
    await db.execute(GIVE_UP, [holder]);
  }
}
