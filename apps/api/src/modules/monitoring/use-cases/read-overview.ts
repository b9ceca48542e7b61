import { countParkedOfStages, Database, measureWork, type ParkedCount, type StageWork } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Queues, type QueueCounts } from '#lib/queue';
import { Inject, Injectable } from '@nestjs/common';
import { breakersOf, type SeenBreaker } from '../domain/breakers';
import { type FlowCounts, type FlowPoint, FlowRepository } from '../persistence/flow.repository';
import { IncidentRepository } from '../persistence/incident.repository';
import { ProcessRepository } from '../persistence/process.repository';

const STAGES = ['payment', 'fulfilment', 'dispatch', 'expiry'] as const;
/** Of one stage and reason, no more are counted. */
const PARKED_LIMIT = 100_000;
/** However many look on, one look a second. */
const FRESH_MS = 1000;

export interface SeenQueue {
  readonly name: string;
  /** Undefined while Redis is away. */
  readonly counts: QueueCounts | undefined;
}

export interface Overview {
  readonly asOf: Date;
  readonly rates: FlowCounts;
  readonly work: readonly StageWork[];
  readonly parked: readonly ParkedCount[];
  readonly incidents: { readonly open: number; readonly critical: number };
  readonly queues: readonly SeenQueue[];
  readonly breakers: readonly SeenBreaker[];
  readonly history: readonly FlowPoint[];
}

/** Everything at a glance, from what is counted anyway: it costs the same with ten orders and with ten million. */
@Injectable()
export class ReadOverview {
  private last: { readonly atMs: number; readonly overview: Promise<Overview> } | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(FlowRepository) private readonly flow: FlowRepository,
    @Inject(IncidentRepository) private readonly incidents: IncidentRepository,
    @Inject(ProcessRepository) private readonly processes: ProcessRepository,
    @Inject(Queues) private readonly queues: Pick<Queues, 'counts'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** At most a second old. */
  execute(ctx: Context): Promise<Overview> {
    const nowMs = performance.now();
    if (this.last !== undefined && nowMs - this.last.atMs < FRESH_MS) return this.last.overview;
    const overview = this.look(ctx);
    this.last = { atMs: nowMs, overview };
    overview.catch(() => (this.last = undefined)); // whoever asks next looks again
    return overview;
  }

  private async look(ctx: Context): Promise<Overview> {
    const db = this.database.statements(ctx);
    const asOf = this.clock.now();
    const [rates, history, work, parked, incidents, reports, queues] = await Promise.all([
      this.flow.rates(db, asOf),
      this.flow.minutes(db, asOf),
      measureWork(db, STAGES),
      countParkedOfStages(db, STAGES, PARKED_LIMIT),
      this.incidents.countOpen(db),
      this.processes.all(db),
      Promise.all(STAGES.map((name) => this.queue(name))),
    ]);
    return { asOf, rates, history, work, parked, incidents, queues, breakers: breakersOf(reports) };
  }

  private async queue(name: string): Promise<SeenQueue> {
    return { name, counts: await this.queues.counts(name).catch(() => undefined) };
  }
}
