import type { SampleStore } from '#lib/alerting';
import { countDeadLetters, countParked, measureWork, type Queryable, readStagePauses } from '#lib/database';
import { Inject, Injectable } from '@nestjs/common';
import { runsWithoutEffect } from '../domain/remediation/run';
import { InvariantRepository } from '../persistence/invariant.repository';
import { NotificationRepository } from '../persistence/notification.repository';
import { RemediationRepository } from '../persistence/remediation.repository';
import type { StageProgress } from '../domain/stage-progress';

const STAGES = ['payment', 'fulfilment', 'dispatch', 'expiry'] as const;
const PARKED_LIMIT = 100_000;

/** What PostgreSQL knows of the whole: work, waiting orders, what stands still, what was told and what was done. */
@Injectable()
export class StateSampler {
  constructor(
    @Inject(NotificationRepository) private readonly notifications: NotificationRepository,
    @Inject(InvariantRepository) private readonly invariants: InvariantRepository,
    @Inject(RemediationRepository) private readonly remediations: RemediationRepository,
  ) {}

  /** All at once: on a slow PostgreSQL one look takes as long as one answer. */
  async measure(db: Queryable, store: SampleStore, progress: StageProgress, nowMs: number): Promise<void> {
    await Promise.all([
      this.measureWork(db, store, progress, nowMs),
      this.measureWaiting(db, store, nowMs),
      this.measurePauses(db, store, nowMs),
      this.measureTelling(db, store, nowMs),
      this.measureInvariants(db, store),
      this.measureRemediations(db, store, nowMs),
    ]);
  }

  private async measureWork(db: Queryable, store: SampleStore, progress: StageProgress, nowMs: number): Promise<void> {
    for (const { stage, dueOrders, dueRows, oldestDueS } of await measureWork(db, STAGES)) {
      store.add('stage_oldest_due_s', { stage }, nowMs, oldestDueS);
      store.add('stage_due_rows', { stage }, nowMs, dueRows);
      store.add('stage_stalled_s', { stage }, nowMs, progress.stalledS(stage, dueOrders, nowMs));
    }
  }

  private async measureWaiting(db: Queryable, store: SampleStore, nowMs: number): Promise<void> {
    const looks = [countParked(db, PARKED_LIMIT), countDeadLetters(db, STAGES, PARKED_LIMIT)] as const;
    const [parked, deadLetters] = await Promise.all(looks);
    for (const { reason, orders } of parked) store.add('parked_orders', { reason }, nowMs, orders);
    for (const { stage, orders } of deadLetters) store.add('dead_letters', { stage }, nowMs, orders);
  }

  private async measurePauses(db: Queryable, store: SampleStore, nowMs: number): Promise<void> {
    const paused = new Map((await readStagePauses(db)).map(({ stage, pausedS }) => [stage, pausedS]));
    for (const stage of STAGES) store.add('stage_paused_s', { stage }, nowMs, paused.get(stage) ?? 0);
  }

  private async measureTelling(db: Queryable, store: SampleStore, nowMs: number): Promise<void> {
    const looks = [this.notifications.backlog(db), this.notifications.failing(db)] as const;
    const [{ oldestS, dead }, failing] = await Promise.all(looks);
    store.add('notifications_oldest_s', {}, nowMs, oldestS);
    store.add('notifications_dead', {}, nowMs, dead);
    for (const { channel, attempts } of failing) store.add('channel_failures', { channel }, nowMs, attempts);
  }

  private async measureInvariants(db: Queryable, store: SampleStore): Promise<void> {
    for (const { name, violations, checkedAt } of await this.invariants.all(db)) {
      store.add('invariant_violations', { invariant: name }, checkedAt.getTime(), violations);
    }
  }

  private async measureRemediations(db: Queryable, store: SampleStore, nowMs: number): Promise<void> {
    const runs = await this.remediations.recent(db, new Date(nowMs));
    const keys = new Map(runs.map(({ action, target }) => [`${action} ${target}`, { action, target }]));
    for (const { action, target } of keys.values()) {
      const past = runs.filter((run) => run.action === action);
      store.add('remediation_without_effect', { action, target }, nowMs, runsWithoutEffect(past, target));
    }
  }
}
