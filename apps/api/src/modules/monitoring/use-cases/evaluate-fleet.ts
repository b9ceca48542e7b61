import { evaluate, type Rule, SampleStore } from '#lib/alerting';
import { Database, type Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { Inject, Injectable } from '@nestjs/common';
import { builtInRules } from '../domain/alert-rules';
import { planTellings, standingOf, type TellingPlan, type TrackedAlert } from '../domain/tellings';
import { MONITORING_OPTIONS, type MonitoringOptions } from '../monitoring.options';
import { FleetSampler } from '../sampling/fleet-sampler';
import { AlertRegister } from './alert-register';
import { TellChannels } from './tell-channels';

/** Some 15 minutes of 2,000 series: 28 MB at the most. */
const BOUNDS = { series: 2000, samplesPerSeries: 900 };
const FORGET_AFTER_MS = 20 * 60_000;
const ALERTMANAGER_INTERVAL_MS = 60_000;

interface Known {
  readonly alerts: ReadonlyMap<string, TrackedAlert>;
  readonly lastToldMs: ReadonlyMap<string, number>;
}

/** Looks at the whole fleet once and writes down what has changed. Only the holder of the lease calls it. */
@Injectable()
export class EvaluateFleet {
  private readonly store = new SampleStore(BOUNDS);
  private known: Known | undefined;
  private alertmanagerAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    @Inject(MONITORING_OPTIONS) private readonly options: MonitoringOptions,
    @Inject(Database) private readonly database: Database,
    @Inject(FleetSampler) private readonly sampler: FleetSampler,
    @Inject(AlertRegister) private readonly register: AlertRegister,
    @Inject(TellChannels) private readonly tellChannels: TellChannels,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The alerts as the last look found them. */
  alerts(): readonly TrackedAlert[] {
    return [...(this.known?.alerts.values() ?? [])];
  }

  /** Another process evaluates: what was known is out of date. */
  forget(): void {
    this.known = undefined;
  }

  async execute(ctx: Context): Promise<void> {
    const nowMs = this.clock.now().getTime();
    const db = this.database.statements(ctx);
    await this.sampler.gather(this.store, this.options.process, nowMs);
    this.known ??= await this.register.load(db, nowMs);
    const silences = await this.register.silences(db, new Date(nowMs));
    const { alerts: before, lastToldMs } = this.known;
    const rules = builtInRules(this.settings.current().monitoring);
    const { alerts } = evaluate(rules, this.store, before, nowMs);
    const plan = planTellings([...alerts.values()], before, silences, lastToldMs, nowMs);
    await this.save(ctx, plan, rules, nowMs);
    this.store.forget(nowMs - FORGET_AFTER_MS);
  }

  /** If it fails, what is stored is what is known. */
  private async save(ctx: Context, plan: TellingPlan, rules: readonly Rule[], nowMs: number): Promise<void> {
    const { alerts: before, lastToldMs } = this.known ?? { alerts: new Map(), lastToldMs: new Map() };
    const standing = standingOf(plan.alerts);
    const isAlertmanagerDue = standing.size > 0 && nowMs >= this.alertmanagerAtMs;
    if (!this.register.differs(before, plan.alerts) && plan.tellings.length === 0 && !isAlertmanagerDue) {
      this.known = { alerts: plan.alerts, lastToldMs };
      return;
    }
    try {
      const told = await this.database.transaction(ctx, async (tx) => {
        await this.register.save(tx, before, plan, { rules, store: this.store, holder: this.options.process, nowMs });
        if (isAlertmanagerDue) await this.remindAlertmanager(tx, standing, lastToldMs, nowMs);
        return this.tellChannels.execute(tx, plan.tellings, lastToldMs, nowMs);
      });
      this.known = { alerts: plan.alerts, lastToldMs: new Map([...lastToldMs, ...told]) };
      if (isAlertmanagerDue) this.alertmanagerAtMs = nowMs + ALERTMANAGER_INTERVAL_MS;
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  /** Without news for some minutes an Alertmanager takes an alert for over. */
  private async remindAlertmanager(
    tx: Tx,
    standing: ReturnType<typeof standingOf>,
    lastToldMs: ReadonlyMap<string, number>,
    nowMs: number,
  ): Promise<void> {
    const alerts = [...standing.values()].flat();
    const telling = { groupKey: 'alertmanager', alerts, isNews: false, isOver: false };
    await this.tellChannels.execute(tx, [telling], lastToldMs, nowMs, ({ kind }) => kind === 'alertmanager');
  }
}
