import type { Queryable } from './tx';

/** A table that grows with every order and whose rows are of no use to anybody after a while. */
export interface AgeingTable {
  /** Unqualified: the session's search path finds it in its lane's schema. */
  readonly table: string;
  /** SQL about one row: whether it may go. `$1` is the instant before which it counts as old. A constant, never input. */
  readonly mayGo: string;
  /** Notes what `mayGo` will ask for in times to come. Called before the table is gone through, `now` by our clock. */
  readonly prepare?: (db: Queryable, now: Date, olderThan: Date) => Promise<void>;
}
