import { setTimeout as pause } from 'node:timers/promises';
import { Database, FlightBatcher, type DedicatedPool, type FlightClass } from '#lib/database';
import { Admission } from '#lib/http';
import { systemContext } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { PipelineMetrics, Traces } from '#lib/telemetry';
import { KeyClaims } from '#lib/redis';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ContendedKeys } from './contended-keys';
import { IntakeFlight } from './intake-flight';
import { intakeSpans } from './intake-spans';
import type { Placement, PlacementOutcome } from './placement';

const LOCK_TIMEOUT_MS = 500;
/** One connection for each flight that the settings may allow, and one for look-ups; opened as they are needed. */
const POOL_SIZE = 9;

/** The part of a batch that must wait before it leaves beside another: every flight has its price in round trips and a commit. */
const WORTH_A_FLIGHT = 1 / 4;
/** About what a busy client takes from an answer to its next order. */
const REGATHER_MS = 3;

/** Injection token: whether orders come to this process. */
export const TAKES_ORDERS = Symbol('TakesOrders');

/** What intake answers: the placement's outcome, or that too many wait already. */
export type IntakeOutcome = PlacementOutcome | { readonly kind: 'queue_full' };

/** The way of a placement into PostgreSQL: batcher, flights and waiting for other processes, wired together. */
@Injectable()
export class OrderIntake implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly pool: DedicatedPool;
  private readonly batcher: FlightBatcher<Placement, PlacementOutcome>;
  private readonly contended: ContendedKeys;
  private readonly flight: IntakeFlight;

  constructor(
    @Inject(Database) database: Database,
    @Inject(KeyClaims) claims: KeyClaims,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(Admission) admission: Admission,
    @Inject(PipelineMetrics) private readonly metrics: PipelineMetrics,
    @Inject(TAKES_ORDERS) private readonly takesOrders: boolean,
    @Inject(Traces) private readonly traces: Traces,
  ) {
    const monotonicMs = (): number => performance.now();
    this.pool = database.dedicatedPool(systemContext('order-intake'), {
      size: POOL_SIZE,
      lockTimeoutMs: LOCK_TIMEOUT_MS,
    });
    this.flight = new IntakeFlight(this.pool.statements, claims, pause, monotonicMs);
    const intake = (): ReturnType<Settings['current']>['intake'] => settings.current().intake;
    this.contended = new ContendedKeys(this.pool.statements, pause, monotonicMs, () => intake().waitMs);
    this.batcher = new FlightBatcher({
      attach: 'in_flight',
      keyOf: (placement) => `${placement.merchantId} ${placement.key}`,
      fly: async (placements) => {
        const startedMs = monotonicMs();
        const outcomes = await this.flight.fly(placements, { claim: intake().redisClaim });
        this.observe(outcomes, (monotonicMs() - startedMs) / 1000);
        this.trace(placements, outcomes, monotonicMs() - startedMs);
        return outcomes;
      },
      maxFlights: () => intake().maxFlights,
      batchSize: () => intake().batchSize,
      leastBeside: () => Math.ceil(intake().batchSize * WORTH_A_FLIGHT),
      regatherMs: REGATHER_MS,
      queueLimit: () => intake().queueLimit,
    });
    admission.watch(() => this.batcher.waitedMs);
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!this.takesOrders) return;
    // Where that fails, the first flights do it.
    await this.flight.prepare(this.settings.current().intake.maxFlights).catch(() => undefined);
  }

  async place(placement: Placement, flightClass: FlightClass): Promise<IntakeOutcome> {
    const submission = await this.batcher.submit(placement, flightClass);
    if (submission.kind === 'queue_full') {
      this.metrics.intakeOrders.add({ outcome: 'shed' });
      return submission;
    }
    const outcome =
      submission.outcome.kind === 'contended' ? await this.contended.outcomeOf(placement) : submission.outcome;
    return submission.kind === 'attached' ? asFollower(placement, submission.leader, outcome) : outcome;
  }

  private trace(placements: readonly Placement[], outcomes: readonly PlacementOutcome[], durationMs: number): void {
    if (!this.traces.isOn || placements.every(({ trace }) => trace === undefined)) return;
    const endMs = Date.now();
    const spans = intakeSpans({ placements, outcomes, startMs: endMs - durationMs, endMs });
    for (const span of spans) this.traces.record(span);
  }

  private observe(outcomes: readonly PlacementOutcome[], seconds: number): void {
    this.metrics.intakeBatch.observe({}, outcomes.length);
    this.metrics.intakeCommitSeconds.observe({}, seconds);
    const count = (kinds: readonly PlacementOutcome['kind'][]): number =>
      outcomes.filter((outcome) => kinds.includes(outcome.kind)).length;
    this.metrics.intakeOrders.add({ outcome: 'created' }, count(['created']));
    this.metrics.intakeOrders.add({ outcome: 'replayed' }, count(['replayed']));
    this.metrics.intakeOrders.add({ outcome: 'refused' }, count(['reference_taken', 'key_reused', 'in_progress']));
    this.metrics.intakeOrders.add({ outcome: 'failed' }, count(['unavailable', 'failed']));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.batcher.idle();
    await this.pool.close();
  }
}

/** A request that came while another with its key was under way gets that one's answer, as a replay. */
function asFollower(placement: Placement, leader: Placement, outcome: PlacementOutcome): PlacementOutcome {
  if (!leader.fingerprint.equals(placement.fingerprint)) return { kind: 'key_reused' };
  switch (outcome.kind) {
    case 'created':
      return { kind: 'replayed', orderId: outcome.orderId };
    case 'reference_taken':
      return { ...outcome, replayed: true };
    case 'replayed':
    case 'key_reused':
    case 'in_progress':
    case 'contended':
    case 'unavailable':
    case 'failed':
      return outcome;
  }
}
