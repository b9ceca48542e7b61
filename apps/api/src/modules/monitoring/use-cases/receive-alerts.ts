import { groupKey, labelKey, SEVERITIES, type Labels } from '#lib/alerting';
import { Database } from '#lib/database';
import { CLOCK, type Clock, type Context, uuidv7 } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { GROUP_POLICY } from '../domain/alert-policy';
import { OWN_SOURCE } from '../domain/channels/alertmanager';
import { toldAlert, type TrackedAlert } from '../domain/tellings';
import { AlertRepository } from '../persistence/alert.repository';
import { GroupRepository } from '../persistence/group.repository';
import { KeepIncidents } from './keep-incidents';
import { TellChannels } from './tell-channels';

/** An alert in an Alertmanager's words. */
export interface ForeignAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: string;
  readonly endsAt?: string | undefined;
}

/** Takes over what an Alertmanager tells. It groups, inhibits and silences itself, so what comes is told as it is. */
@Injectable()
export class ReceiveAlerts {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AlertRepository) private readonly alerts: AlertRepository,
    @Inject(KeepIncidents) private readonly incidents: KeepIncidents,
    @Inject(GroupRepository) private readonly groups: GroupRepository,
    @Inject(TellChannels) private readonly tellChannels: TellChannels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers how many were news: a repetition changes nothing. */
  async execute(ctx: Context, foreign: readonly ForeignAlert[]): Promise<number> {
    const now = this.clock.now();
    const others = foreign.filter(({ labels }) => labels['source'] !== OWN_SOURCE).map((alert) => tracked(alert, now));
    const alerts = [...new Map(others.map((alert) => [alert.key, alert])).values()];
    return this.database.transaction(ctx, async (tx) => {
      const before = new Map((await this.alerts.open(tx)).map((alert) => [alert.key, alert]));
      const news = alerts.filter(({ key, state }) => (before.get(key)?.state === 'firing') !== (state === 'firing'));
      this.alerts.save(
        tx,
        news.map((alert) => ({ ...alert, source: 'alertmanager', state: alert.told ? 'firing' : 'resolved' })),
      );
      const after = new Map<string, Pick<TrackedAlert, 'labels' | 'state'>>([
        ...before,
        ...news.map((alert) => [alert.key, alert] as const),
      ]);
      const lastTold = await this.groups.all(tx);
      for (const alert of news) {
        const key = foreignGroup(alert.labels);
        const isOver = ![...after.values()].some(
          ({ labels, state }) => state === 'firing' && foreignGroup(labels) === key,
        );
        if (isOver) this.incidents.close(tx, key, now, { by: 'alertmanager', alert: alert.summary, value: 0 });
        else if (alert.told) await this.incidents.open(tx, { ...incidentOf(alert, key), openedAt: now }, alert.labels);
        const telling = { groupKey: key, alerts: [toldAlert(alert)], isNews: true, isOver };
        const told = await this.tellChannels.execute(
          tx,
          [telling],
          lastTold,
          now.getTime(),
          ({ kind }) => kind !== 'alertmanager',
        );
        for (const [group, atMs] of told) lastTold.set(group, atMs);
      }
      return news.length;
    });
  }
}

/** Apart from our own groups: a rule of the same name is another one. */
function foreignGroup(labels: Labels): string {
  return `alertmanager ${groupKey(labels, GROUP_POLICY)}`;
}

function incidentOf(alert: TrackedAlert, key: string) {
  const { rule, labels, summary } = alert;
  return { id: uuidv7(), groupKey: key, rule, severity: labels['severity'] ?? '', summary, evidence: { series: [] } };
}

function tracked({ status, labels, annotations, startsAt, endsAt }: ForeignAlert, now: Date): TrackedAlert {
  const rule = labels['alertname'] ?? 'unnamed';
  const isFiring = status === 'firing';
  const known = SEVERITIES.find((severity) => severity === labels['severity']);
  const firedAtMs = Date.parse(startsAt);
  return {
    key: `alertmanager ${labelKey(labels)}`,
    rule,
    seriesKey: labelKey(labels),
    // A severity of their own making counts as a warning.
    labels: { ...labels, severity: known ?? 'warning' },
    state: isFiring ? 'firing' : 'resolved',
    sinceMs: firedAtMs,
    firedAtMs,
    resolvedAtMs: isFiring ? undefined : Date.parse(endsAt ?? now.toISOString()),
    wellSinceMs: undefined,
    seenAtMs: now.getTime(),
    value: 0,
    threshold: 0,
    summary: annotations['summary'] ?? annotations['description'] ?? rule,
    endedBy: isFiring ? undefined : 'cleared',
    told: isFiring,
    hiddenBy: null,
  };
}
