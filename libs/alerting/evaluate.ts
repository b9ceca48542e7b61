import { look, type Alert } from './alert';
import { labelKey } from './labels';
import type { Rule } from './rule';
import { SampleRing } from './sample-ring';
import type { SampleStore, Series } from './sample-store';

export type Alerts = ReadonlyMap<string, Alert>;

export interface Evaluation {
  /** What is pending, firing or was just resolved. */
  readonly alerts: Alerts;
  /** Those that began or ceased to fire with this look. */
  readonly changes: readonly Alert[];
}

/** Looks at every series of every rule once. Pure: the next call takes the alerts that this one gave. */
export function evaluate(rules: readonly Rule[], store: SampleStore, before: Alerts, nowMs: number): Evaluation {
  const alerts = new Map<string, Alert>();
  const changes: Alert[] = [];
  for (const rule of rules) {
    for (const { series, alert } of subjects(store, rule, before)) {
      const after = look(rule, series, alert, nowMs);
      if (after === undefined) continue;
      alerts.set(after.key, after);
      const fires = after.state === 'firing';
      if (after.state !== 'pending' && fires !== (alert?.state === 'firing')) changes.push(after);
    }
  }
  return { alerts, changes };
}

/** The series of a rule, and those that only its alerts still know of: nobody is told that they are well by forgetting them. */
function subjects(
  store: SampleStore,
  rule: Rule,
  before: Alerts,
): { readonly series: Series; readonly alert: Alert | undefined }[] {
  const ofRule = [...before.values()].filter((alert) => alert.rule === rule.name);
  const bySeries = new Map(ofRule.map((alert) => [alert.seriesKey, alert]));
  const known = store.of(rule.series).map((series) => {
    const key = labelKey(series.labels);
    const alert = bySeries.get(key);
    bySeries.delete(key);
    return { series, alert };
  });
  const silent = [...bySeries.values()].map((alert) => ({ series: silentSeries(rule, alert), alert }));
  return [...known, ...silent];
}

function silentSeries(rule: Rule, { seriesKey }: Alert): Series {
  const labels = Object.fromEntries(JSON.parse(seriesKey) as [string, string][]);
  return { name: rule.series, labels, ring: new SampleRing(1) };
}
