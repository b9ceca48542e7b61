import type { SampleStore } from '#lib/alerting';
import { countParked, Database, measureWork, type Queryable } from '#lib/database';
import { systemContext } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { instancesOf } from '../domain/instances';
import { StageProgress } from '../domain/stage-progress';
import { InvariantRepository } from '../persistence/invariant.repository';
import { NotificationRepository } from '../persistence/notification.repository';
import { ProcessRepository, type SeenProcess } from '../persistence/process.repository';

const STAGES = ['payment', 'fulfilment', 'dispatch', 'expiry'] as const;
const PARKED_LIMIT = 100_000;
const SLOW_INTERVAL_MS = 3000;
/** Between two looks at the work so many times as long as a look took: a twentieth of one connection at most. */
const REST_FACTOR = 19;

/** Gathers what the processes have reported and what PostgreSQL knows, for the one process that evaluates. */
@Injectable()
export class FleetSampler {
  private readonly ctx = systemContext('fleet-sampler');
  private readonly heard = new Map<string, number>();
  private readonly progress = new StageProgress();
  private slowAgainAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ProcessRepository) private readonly processes: ProcessRepository,
    @Inject(NotificationRepository) private readonly notifications: NotificationRepository,
    @Inject(InvariantRepository) private readonly invariants: InvariantRepository,
  ) {}

  /** Puts everything new into the store, as of `nowMs`. */
  async gather(store: SampleStore, self: string, nowMs: number): Promise<void> {
    const db = this.database.statements(this.ctx);
    store.add('watchdog', {}, nowMs, 1);
    const seen = await this.processes.all(db);
    for (const { instance, isUp } of instancesOf(seen, self))
      store.add('instance_up', { instance }, nowMs, isUp ? 1 : 0);
    for (const report of seen) this.hear(store, report, nowMs);
    if (nowMs < this.slowAgainAtMs) return;
    const startedMs = performance.now();
    await this.measure(db, store, nowMs);
    this.slowAgainAtMs = nowMs + Math.max(SLOW_INTERVAL_MS, REST_FACTOR * (performance.now() - startedMs));
  }

  /** A report counts once, however often it is read. */
  private hear(store: SampleStore, report: SeenProcess, nowMs: number): void {
    if (this.heard.get(report.process) === report.reportedAtMs) return;
    this.heard.set(report.process, report.reportedAtMs);
    for (const { name, labels, value } of report.samples) {
      if (name === 'stage_orders' && value > 0) this.progress.moved(labels['stage'] ?? '', nowMs);
      store.add(name, { ...labels, instance: report.instance }, nowMs - report.silentMs, value);
    }
    if (this.heard.size > 1000) this.heard.clear(); // processes that are long gone
  }

  private async measure(db: Queryable, store: SampleStore, nowMs: number): Promise<void> {
    for (const { stage, dueOrders, dueRows, oldestDueS } of await measureWork(db, STAGES)) {
      store.add('stage_oldest_due_s', { stage }, nowMs, oldestDueS);
      store.add('stage_due_rows', { stage }, nowMs, dueRows);
      store.add('stage_stalled_s', { stage }, nowMs, this.progress.stalledS(stage, dueOrders, nowMs));
    }
    for (const { reason, orders } of await countParked(db, PARKED_LIMIT)) {
      store.add('parked_orders', { reason }, nowMs, orders);
      if (reason === 'dead_letter') store.add('dead_letters', {}, nowMs, orders);
    }
    const { oldestS, dead } = await this.notifications.backlog(db);
    store.add('notifications_oldest_s', {}, nowMs, oldestS);
    store.add('notifications_dead', {}, nowMs, dead);
    for (const { name, violations, checkedAt } of await this.invariants.all(db)) {
      store.add('invariant_violations', { invariant: name }, checkedAt.getTime(), violations);
    }
  }
}
