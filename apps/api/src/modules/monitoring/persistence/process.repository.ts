import { type Queryable, statement } from '#lib/database';
import { Injectable } from '@nestjs/common';
import type { Sample } from '../domain/sample';

export interface ProcessReport {
  readonly process: string;
  /** Where it runs; the one that takes its place has the same. */
  readonly instance: string;
  readonly startedAt: Date;
  readonly samples: readonly Sample[];
}

/** A process as the fleet sees it. */
export interface SeenProcess extends Omit<ProcessReport, 'startedAt'> {
  readonly startedAtMs: number;
  readonly reportedAtMs: number;
  /** By PostgreSQL's clock, so that differing clocks of machines make nobody look dead. */
  readonly silentMs: number;
}

const REPORT = statement(
  'monitoring.report',
  `insert into monitor_processes (process, instance, samples, started_at, reported_at)
   values ($1, $2, $3::jsonb, $4, clock_timestamp())
   on conflict (process) do update set samples = excluded.samples, reported_at = excluded.reported_at
   returning extract(epoch from reported_at) * 1000 as reported_ms`,
);

const READ = statement(
  'monitoring.processes',
  `select process, instance, samples, extract(epoch from started_at) * 1000 as started_ms,
     extract(epoch from reported_at) * 1000 as reported_ms,
     extract(epoch from clock_timestamp() - reported_at) * 1000 as silent_ms
   from monitor_processes order by process`,
);

const LEAVE = statement('monitoring.leave', `delete from monitor_processes where process = $1`);

/** A dead process is forgotten once another one stands in its place, or after an hour. */
const FORGET = statement(
  'monitoring.forget-processes',
  `delete from monitor_processes as old where reported_at < clock_timestamp() - interval '2 minutes' and (
     reported_at < clock_timestamp() - interval '1 hour' or exists (
       select from monitor_processes as new where new.instance = old.instance and new.started_at > old.started_at))`,
);

/** Who is there and how it does: one row per process. */
@Injectable()
export class ProcessRepository {
  /** Answers PostgreSQL's time in ms. */
  async report(db: Queryable, { process, instance, samples, startedAt }: ProcessReport): Promise<number> {
    const values = [process, instance, JSON.stringify(samples), startedAt];
    const [row] = await db.query<Pick<Row, 'reported_ms'>>(REPORT, values);
    return Number(row?.reported_ms ?? 0);
  }

  /** Goes in good order: nobody shall be told that it is down. */
  async leave(db: Queryable, process: string): Promise<void> {
    await db.execute(LEAVE, [process]);
  }

  async all(db: Queryable): Promise<SeenProcess[]> {
    const rows = await db.query<Row>(READ);
    return rows.map((row) => ({
      process: row.process,
      instance: row.instance,
      samples: row.samples,
      startedAtMs: Number(row.started_ms),
      reportedAtMs: Number(row.reported_ms),
      silentMs: Number(row.silent_ms),
    }));
  }

  async forget(db: Queryable): Promise<number> {
    return db.execute(FORGET);
  }
}

interface Row {
  readonly process: string;
  readonly instance: string;
  readonly samples: Sample[];
  readonly started_ms: string;
  readonly reported_ms: string;
  readonly silent_ms: string;
}
