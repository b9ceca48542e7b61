import type { Labels } from './labels';
import type { Direction, Threshold } from './threshold';

/** How bad it is. `none` is for the watchdog, whose absence is the alarm. */
export const SEVERITIES = ['none', 'info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** When something is wrong, as data. A rule looks at every series of its name; each has an alert of its own. */
export interface Rule {
  readonly name: string;
  readonly severity: Severity;
  /** The name of the series. */
  readonly series: string;
  readonly direction: Direction;
  readonly threshold: Threshold;
  /** How long it must be wrong without a break before it is told. */
  readonly forMs: number;
  /** How far, as a part of the threshold, a value must come back before the alert ends. */
  readonly hysteresis: number;
  /** How long it must be well again before the alert ends. */
  readonly resolveForMs: number;
  /** A sample older than this is no sample. */
  readonly freshMs: number;
  /** What no sample means: nothing new (`keep`), that it is wrong, or that it is well. */
  readonly whenMissing: 'keep' | 'breach' | 'clear';
  /** With `keep`: after so long without a sample the alert ends for want of data. */
  readonly goneMs: number;
  readonly labels: Labels;
  /** For people; `{value}`, `{threshold}` and `{<label>}` are filled in. */
  readonly summary: string;
}

/** The labels of an alert: those of its series, those of its rule, and the rule's name and severity. */
export function alertLabels(rule: Pick<Rule, 'name' | 'severity' | 'labels'>, series: Labels): Labels {
  return { ...series, ...rule.labels, alertname: rule.name, severity: rule.severity };
}

/** The summary with its places filled in; numbers to three digits. */
export function summaryOf(rule: Pick<Rule, 'summary'>, labels: Labels, value: number, threshold: number): string {
  const places: Labels = { ...labels, value: rounded(value), threshold: rounded(threshold) };
  return rule.summary.replace(/\{(\w+)\}/g, (place, name: string) => places[name] ?? place);
}

function rounded(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}
