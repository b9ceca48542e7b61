import type { Rule, SampleStore, Silence } from '#lib/alerting';
import type { Queryable, Tx } from '#lib/database';
import { uuidv7 } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { evidenceOf } from '../domain/incident';
import type { Telling, TellingPlan, TrackedAlert } from '../domain/tellings';
import { AlertRepository, type StoredAlert } from '../persistence/alert.repository';
import { GroupRepository } from '../persistence/group.repository';
import { LeaseRepository } from '../persistence/lease.repository';
import { SilenceRepository } from '../persistence/silence.repository';
import { KeepIncidents } from './keep-incidents';

/** What saving needs to know besides the plan. */
export interface SaveFrame {
  readonly rules: readonly Rule[];
  readonly store: SampleStore;
  /** The process that must still hold the lease. */
  readonly holder: string;
  readonly nowMs: number;
}

/** The alerts and incidents as they are stored. */
@Injectable()
export class AlertRegister {
  constructor(
    @Inject(AlertRepository) private readonly alerts: AlertRepository,
    @Inject(KeepIncidents) private readonly incidents: KeepIncidents,
    @Inject(GroupRepository) private readonly groups: GroupRepository,
    @Inject(SilenceRepository) private readonly silencing: SilenceRepository,
    @Inject(LeaseRepository) private readonly lease: LeaseRepository,
  ) {}

  /** What another process has left: pending alerts go on waiting, firing ones are not told twice. */
  async load(
    db: Queryable,
    nowMs: number,
  ): Promise<{ alerts: Map<string, TrackedAlert>; lastToldMs: Map<string, number> }> {
    const own = (await this.alerts.open(db)).filter(({ source }) => source === 'linehaul');
    const alerts = own.map(({ source: _source, ...alert }): [string, TrackedAlert] => [
      alert.key,
      { ...alert, wellSinceMs: undefined, seenAtMs: nowMs },
    ]);
    return { alerts: new Map(alerts), lastToldMs: await this.groups.all(db) };
  }

  async silences(db: Queryable, now: Date): Promise<Silence[]> {
    const active = await this.silencing.active(db, now);
    return active.map(({ id, matchers, startsAt, endsAt }) => ({
      id,
      matchers,
      startsAtMs: startsAt.getTime(),
      endsAtMs: endsAt.getTime(),
    }));
  }

  /** Whether anything that is stored has changed: values alone change with every look. */
  differs(before: ReadonlyMap<string, TrackedAlert>, after: ReadonlyMap<string, TrackedAlert>): boolean {
    return before.size !== after.size || [...after.values()].some((alert) => isChanged(before.get(alert.key), alert));
  }

  /** Writes what has changed, if the lease is still the holder's. */
  async save(tx: Tx, before: ReadonlyMap<string, TrackedAlert>, plan: TellingPlan, frame: SaveFrame): Promise<void> {
    if (!(await this.lease.fence(tx, frame.holder))) throw new Error('Another process evaluates now');
    const changed = [...plan.alerts.values()].filter((alert) => isChanged(before.get(alert.key), alert));
    this.alerts.save(tx, changed.map(stored));
    const gone = [...before.values()].filter(({ key, state }) => state === 'pending' && !plan.alerts.has(key));
    this.alerts.remove(
      tx,
      gone.map(({ key }) => key),
    );
    for (const telling of plan.tellings) if (telling.isNews) await this.keepIncident(tx, telling, plan, frame);
  }

  private async keepIncident(
    tx: Tx,
    telling: Telling,
    plan: TellingPlan,
    { rules, store, nowMs }: SaveFrame,
  ): Promise<void> {
    const [first] = telling.alerts;
    const alert = first && plan.alerts.get(first.key);
    if (alert === undefined) return;
    const { groupKey } = telling;
    if (telling.isOver) {
      const ended = { by: alert.endedBy ?? 'cleared', alert: alert.summary, value: alert.value };
      this.incidents.close(tx, groupKey, new Date(nowMs), ended);
      return;
    }
    const rule = rules.find(({ name }) => name === alert.rule);
    if (rule === undefined || rule.severity === 'none') return;
    const series = Object.fromEntries(JSON.parse(alert.seriesKey) as [string, string][]);
    const incident = {
      id: uuidv7(nowMs),
      groupKey,
      rule: rule.name,
      severity: rule.severity,
      summary: alert.summary,
      evidence: evidenceOf(store, rule.series, series, nowMs),
      openedAt: new Date(nowMs),
    };
    await this.incidents.open(tx, incident, alert.labels);
  }
}

function isChanged(before: TrackedAlert | undefined, after: TrackedAlert): boolean {
  return before?.state !== after.state || before.told !== after.told || before.hiddenBy !== after.hiddenBy;
}

function stored(alert: TrackedAlert): StoredAlert {
  return { ...alert, source: 'linehaul', state: alert.state === 'inactive' ? 'resolved' : alert.state };
}
