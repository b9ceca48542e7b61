import type { Context } from '#lib/kernel';
import type { Database } from './database';
import type { DispatchedWork } from './relay';
import { statement } from './statement';
import { unmark, type Stage } from './work';

/** A job that waits or runs. */
export interface KnownWork extends DispatchedWork {
  /** The process that runs it; undefined while it waits. */
  readonly holder: string | undefined;
}

/** What is asked of the queues to tell whose work nobody does any more. */
export interface KnownWorkQueues {
  knownWork(stages: readonly Stage[]): Promise<readonly KnownWork[]>;
  /** Forgets jobs, whoever has them. */
  forget(work: readonly DispatchedWork[]): Promise<void>;
  /** Does them at once in this process; what it has no room for goes to the heads of the queues. */
  takeOver(work: readonly DispatchedWork[]): Promise<void>;
}

export interface OrphanedWorkOptions {
  readonly stages: readonly Stage[];
  /** How long a mark lasts: from what is left of it follows its age. */
  redispatchAfterMs(): number;
}

interface DispatchedRow {
  readonly id: string;
  readonly stage: Stage;
  readonly epoch: number;
}

/** A relay that lives may still be on its way from a mark as young as this to the queue. */
const YOUNG_MARK_MS = 200;
/**
 * What was sent again is on its way in a process that took it over, which no other process can see: were it looked for as soon, each
 * would take it from the other, and count an attempt that nobody has begun.
 */
const TAKEN_OVER_MS = 1_000;

/** Every session is named after its process, so PostgreSQL knows who lives: a killed process has no session. */
const SESSION_PREFIX = 'linehaul ';

/** The `application_name` of a process's sessions. */
export function sessionName(processName: string): string {
  return SESSION_PREFIX + processName;
}

const LIVING = statement(
  'database.living-processes',
  `select distinct substr(application_name, length($1) + 1) as name from pg_stat_activity
   where datname = current_database() and starts_with(application_name, $1)`,
);

const EXPEL = statement(
  'database.expel-process',
  `select pg_terminate_backend(pid) from pg_stat_activity
   where datname = current_database() and application_name = $1 and pid <> pg_backend_pid()`,
);

const MARKED = statement(
  'database.marked-work',
  `select id, stage, epoch from work
   where stage = any($1) and dispatched_until > clock_timestamp()
     and dispatched_until < clock_timestamp()
       + make_interval(secs => ($2::float8 - case when epoch > 1 then $4::float8 else $3::float8 end) / 1000)`,
);

/** The attempt stays counted: work that kills whoever does it must be found. A row that a transaction holds is not orphaned. */
const SEND_AGAIN = statement(
  'database.send-orphaned-work-again',
  `update work set epoch = work.epoch + 1, attempts = work.attempts + 1,
     dispatched_until = clock_timestamp() + make_interval(secs => $3::float8 / 1000)
   where id in (
     select work.id from work join unnest($1::uuid[], $2::int[]) as orphan(id, epoch) using (id, epoch)
     where dispatched_until is not null for update of work skip locked)
   returning id, stage, epoch`,
);

/**
 * Finds the work that a dead process had begun, and sends it again at once instead of after its deadline: rows whose job a
 * process without a session runs; rows whose job is gone although they are still marked (the process died between marking and
 * adding, or had another row's batch topped up with them). Jobs that wait, and rows that somebody holds, are left alone. It goes
 * past the relay and past the queues, since others have filled them meanwhile, and every step costs a busy process a turn of its event loop. Being wrong about a death is harmless: the row is
 * claimed by deleting it, so one of two jobs finds nothing.
 */
export class OrphanedWork {
  constructor(
    private readonly ctx: Context,
    private readonly database: Database,
    private readonly queues: KnownWorkQueues,
    private readonly options: OrphanedWorkOptions,
  ) {}

  /** Ends the sessions of a process that is dead, which PostgreSQL may notice later: with them go its locks. */
  async expel(processName: string): Promise<void> {
    await this.database.statements(this.ctx).query(EXPEL, [sessionName(processName)]);
  }

  /** Answers how many rows were sent. */
  async sendAgain(): Promise<number> {
    const statements = this.database.statements(this.ctx);
    const [marked, known, names] = await Promise.all([
      statements.query<DispatchedRow>(MARKED, [
        this.options.stages,
        this.options.redispatchAfterMs(),
        YOUNG_MARK_MS,
        TAKEN_OVER_MS,
      ]),
      this.queues.knownWork(this.options.stages),
      statements.query<{ name: string }>(LIVING, [SESSION_PREFIX]),
    ]);
    const living = new Set(names.map(({ name }) => name));
    const abandoned = known.filter(({ holder }) => holder !== undefined && !living.has(holder));
    const alive = new Set(known.filter((job) => !abandoned.includes(job)).map(keyOf));
    const orphans = marked.filter(({ id, epoch }) => !alive.has(keyOf({ workId: id, epoch })));
    const forgotten = this.queues.forget(abandoned);
    forgotten.catch(() => undefined); // told below: a message that stays finds nothing to do
    const rows = await this.mark(orphans);
    await this.takeOver(rows.map(({ id, stage, epoch }) => ({ workId: id, stage, epoch })));
    await forgotten;
    return rows.length;
  }

  private async mark(orphans: readonly DispatchedRow[]): Promise<DispatchedRow[]> {
    if (orphans.length === 0) return [];
    return this.database
      .statements(this.ctx)
      .query<DispatchedRow>(SEND_AGAIN, [
        orphans.map(({ id }) => id),
        orphans.map(({ epoch }) => epoch),
        this.options.redispatchAfterMs(),
      ]);
  }

  /** After the mark's commit, as the relay does it. */
  private async takeOver(work: readonly DispatchedWork[]): Promise<void> {
    if (work.length === 0) return;
    try {
      await this.queues.takeOver(work);
    } catch (error) {
      await unmark(
        this.database.statements(this.ctx),
        work.map(({ workId }) => workId),
      );
      throw error;
    }
  }
}

function keyOf({ workId, epoch }: Pick<DispatchedWork, 'workId' | 'epoch'>): string {
  return `${workId} ${epoch}`;
}
