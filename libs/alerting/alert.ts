import { TRANSITIONS, type AlertState, type Signal } from './alert-state';
import { alertLabels, summaryOf, type Rule } from './rule';
import { labelKey, type Labels } from './labels';
import type { Series } from './sample-store';
import { thresholdAt } from './threshold';

/** One rule on one series. */
export interface Alert {
  /** The same for the same rule and series, in every process. */
  readonly key: string;
  readonly rule: string;
  readonly seriesKey: string;
  readonly labels: Labels;
  readonly state: AlertState;
  /** Since when it has been wrong without a break. */
  readonly sinceMs: number;
  readonly firedAtMs: number | undefined;
  readonly resolvedAtMs: number | undefined;
  /** Since when it has been well again, while it still fires. */
  readonly wellSinceMs: number | undefined;
  /** When a value was last known. */
  readonly seenAtMs: number;
  readonly value: number;
  /** As it was when it began to be wrong: a lasting anomaly must not end by becoming usual. */
  readonly threshold: number;
  readonly summary: string;
  readonly endedBy: 'cleared' | 'no_data' | undefined;
}

function alertKey(rule: string, seriesKey: string): string {
  return `${rule} ${seriesKey}`;
}

/**
 * One look at one series: the alert as it stands after it, given what it was before. Undefined while all is well. The time is an
 * argument, so the same looks give the same alerts anywhere.
 */
export function look(rule: Rule, series: Series, before: Alert | undefined, nowMs: number): Alert | undefined {
  const known = series.ring.valueAt(nowMs, rule.freshMs);
  const active = before?.state === 'pending' || before?.state === 'firing' ? before : undefined;
  const threshold = active?.threshold ?? thresholdAt(rule.threshold, rule.direction, series.ring, nowMs);
  const reading = readingOf(rule, known, threshold);
  const seenAtMs = known === undefined ? (before?.seenAtMs ?? nowMs) : nowMs;
  const sinceMs = active?.sinceMs ?? nowMs;
  const wellSinceMs = reading === 'clear' ? (active?.wellSinceMs ?? nowMs) : undefined;
  const signal = signalOf(rule, reading, { sinceMs, seenAtMs, wellSinceMs, nowMs });
  const state = TRANSITIONS[before?.state ?? 'inactive'][signal];
  if (state === 'inactive') return undefined;
  const labels = alertLabels(rule, series.labels);
  const value = known ?? before?.value ?? 0;
  return {
    key: alertKey(rule.name, labelKey(series.labels)),
    rule: rule.name,
    seriesKey: labelKey(series.labels),
    labels,
    state,
    sinceMs,
    firedAtMs: state === 'firing' ? (active?.firedAtMs ?? nowMs) : active?.firedAtMs,
    resolvedAtMs: state === 'resolved' ? nowMs : undefined,
    wellSinceMs,
    seenAtMs,
    value,
    threshold,
    summary: summaryOf(rule, labels, value, threshold),
    endedBy: state !== 'resolved' ? undefined : signal === 'gone' ? 'no_data' : 'cleared',
  };
}

type Reading = 'breach' | 'band' | 'clear' | 'missing';

function readingOf(rule: Rule, value: number | undefined, threshold: number): Reading {
  if (value === undefined) return rule.whenMissing === 'keep' ? 'missing' : rule.whenMissing;
  const margin = Math.abs(threshold) * rule.hysteresis;
  if (rule.direction === 'above') return value > threshold ? 'breach' : value <= threshold - margin ? 'clear' : 'band';
  return value < threshold ? 'breach' : value >= threshold + margin ? 'clear' : 'band';
}

interface Times {
  readonly sinceMs: number;
  readonly seenAtMs: number;
  readonly wellSinceMs: number | undefined;
  readonly nowMs: number;
}

function signalOf(rule: Rule, reading: Reading, { sinceMs, seenAtMs, wellSinceMs, nowMs }: Times): Signal {
  switch (reading) {
    case 'breach':
      return nowMs - sinceMs >= rule.forMs ? 'held' : 'breach';
    case 'clear':
      return nowMs - (wellSinceMs ?? nowMs) >= rule.resolveForMs ? 'clear' : 'band';
    case 'missing':
      return nowMs - seenAtMs >= rule.goneMs ? 'gone' : 'missing';
    case 'band':
      return 'band';
  }
}
