import { median, type SampleStore } from '#lib/alerting';
import { Database } from '#lib/database';
import { systemContext } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { deathsOf, instancesOf } from '../domain/instances';
import { StageProgress } from '../domain/stage-progress';
import { surge } from '../domain/traffic';
import { ProcessRepository, type SeenProcess } from '../persistence/process.repository';
import { StateSampler } from './state-sampler';

const SLOW_INTERVAL_MS = 3000;
/** Between two looks at the work so many times as long as a look took: a twentieth of one connection at most. */
const REST_FACTOR = 19;
const FRESH_MS = 5000;
/** What is usual is what was from ten minutes ago to half a minute ago: a surge must not become its own yardstick. */
const [USUAL_FROM_MS, USUAL_TO_MS] = [600_000, 30_000];

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
    @Inject(StateSampler) private readonly state: StateSampler,
  ) {}

  /** Puts everything new into the store, as of `nowMs`. */
  async gather(store: SampleStore, self: string, nowMs: number): Promise<void> {
    const db = this.database.statements(this.ctx);
    store.add('watchdog', {}, nowMs, 1);
    const seen = await this.processes.all(db);
    for (const { instance, isUp } of instancesOf(seen, self))
      store.add('instance_up', { instance }, nowMs, isUp ? 1 : 0);
    for (const [instance, deaths] of deathsOf(seen)) store.add('process_deaths', { instance }, nowMs, deaths);
    for (const report of seen) this.hear(store, report, nowMs);
    watchTraffic(store, nowMs);
    if (nowMs < this.slowAgainAtMs) return;
    const startedMs = performance.now();
    await this.state.measure(db, store, this.progress, nowMs);
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
}

/** The requests of all processes together, and how many times the usual that is. */
function watchTraffic(store: SampleStore, nowMs: number): void {
  const now = store.of('http_requests_per_s').reduce((sum, { ring }) => sum + (ring.valueAt(nowMs, FRESH_MS) ?? 0), 0);
  store.add('fleet_requests_per_s', {}, nowMs, now);
  const [fleet] = store.of('fleet_requests_per_s');
  const before = (fleet?.ring.between(nowMs - USUAL_FROM_MS, nowMs - USUAL_TO_MS) ?? []).map(([, value]) => value);
  const ratio = surge(now, median(before), before.length);
  if (ratio !== undefined) store.add('traffic_surge', {}, nowMs, ratio);
}
