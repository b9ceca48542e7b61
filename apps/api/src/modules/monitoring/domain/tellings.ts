import { type Alert, groupKey, isInhibited, isRepeatDue, type Silence, silenceOf } from '#lib/alerting';
import { GROUP_POLICY, INHIBITIONS } from './alert-policy';
import type { ToldAlert } from './notification';

/** An alert, and whether anybody was told that it fires. */
export interface TrackedAlert extends Alert {
  readonly told: boolean;
  /** Why nobody is told: `silence:<id>` or `inhibited`. */
  readonly hiddenBy: string | null;
}

/** What a group has to tell. */
export interface Telling {
  readonly groupKey: string;
  readonly alerts: readonly ToldAlert[];
  /** Something of it has begun or ended; otherwise it is only told again. */
  readonly isNews: boolean;
  /** Nothing of the group fires any more. */
  readonly isOver: boolean;
}

export interface TellingPlan {
  readonly alerts: ReadonlyMap<string, TrackedAlert>;
  readonly tellings: readonly Telling[];
}

/**
 * Who is told what, given the alerts as they stand now and as they were tracked before. A firing alert is told when it is first seen
 * unhidden, also when its silence ends later; its end is told if its beginning was.
 */
export function planTellings(
  alerts: readonly Alert[],
  before: ReadonlyMap<string, TrackedAlert>,
  silences: readonly Silence[],
  lastToldMs: ReadonlyMap<string, number>,
  nowMs: number,
): TellingPlan {
  const firing = alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels);
  const tracked = new Map<string, TrackedAlert>();
  const news = new Map<string, ToldAlert[]>();
  for (const alert of alerts) {
    const hiddenBy = hiddenReason(alert, firing, silences, nowMs);
    const wasTold = before.get(alert.key)?.told ?? false;
    const begins = alert.state === 'firing' && hiddenBy === null && !wasTold;
    const ends = alert.state === 'resolved' && wasTold;
    const told = alert.state === 'firing' && (wasTold || begins);
    tracked.set(alert.key, { ...alert, told, hiddenBy });
    if (begins || ends) push(news, groupKey(alert.labels, GROUP_POLICY), toldAlert(alert));
  }
  const standing = standingOf(tracked);
  const tellings = [...news].map(([key, changed]) => ({
    groupKey: key,
    alerts: changed,
    isNews: true,
    isOver: !standing.has(key),
  }));
  for (const [key, group] of standing) {
    if (!news.has(key) && isRepeatDue(lastToldMs.get(key) ?? nowMs, nowMs, GROUP_POLICY)) {
      tellings.push({ groupKey: key, alerts: group, isNews: false, isOver: false });
    }
  }
  return { alerts: tracked, tellings };
}

/** All that fires and was told, by group. */
export function standingOf(alerts: ReadonlyMap<string, TrackedAlert>): Map<string, ToldAlert[]> {
  const groups = new Map<string, ToldAlert[]>();
  for (const alert of alerts.values()) {
    if (alert.told) push(groups, groupKey(alert.labels, GROUP_POLICY), toldAlert(alert));
  }
  return groups;
}

export function toldAlert(alert: Alert): ToldAlert {
  return {
    key: alert.key,
    rule: alert.rule,
    status: alert.state === 'firing' ? 'firing' : 'resolved',
    labels: alert.labels,
    summary: alert.summary,
    startsAt: new Date(alert.firedAtMs ?? alert.sinceMs).toISOString(),
    endsAt: alert.resolvedAtMs === undefined ? null : new Date(alert.resolvedAtMs).toISOString(),
  };
}

function hiddenReason(
  { labels, state }: Alert,
  firing: readonly Alert['labels'][],
  silences: readonly Silence[],
  nowMs: number,
): string | null {
  if (state !== 'firing') return null;
  const silence = silenceOf(labels, silences, nowMs);
  if (silence !== undefined) return `silence:${silence.id}`;
  return isInhibited(labels, firing, INHIBITIONS) ? 'inhibited' : null;
}

function push<Value>(groups: Map<string, Value[]>, key: string, value: Value): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}
