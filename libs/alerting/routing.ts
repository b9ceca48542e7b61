import { matches, type Labels, type Matcher } from './labels';

/** While an alert that `source` matches fires, those that `target` matches are not told, where `equal` labels are the same. */
export interface Inhibition {
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  readonly equal: readonly string[];
}

/** People know already: matching alerts are not told from `startsAtMs` until `endsAtMs`. */
export interface Silence {
  readonly id: string;
  readonly matchers: readonly Matcher[];
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/** Whether another firing alert says it all. An alert never inhibits itself. */
export function isInhibited(target: Labels, firing: readonly Labels[], inhibitions: readonly Inhibition[]): boolean {
  return inhibitions.some(
    (inhibition) =>
      matches(inhibition.target, target) &&
      !matches(inhibition.source, target) &&
      firing.some(
        (source) =>
          matches(inhibition.source, source) &&
          inhibition.equal.every((name) => (source[name] ?? '') === (target[name] ?? '')),
      ),
  );
}

/** The silence that covers an alert; undefined when none does. */
export function silenceOf(labels: Labels, silences: readonly Silence[], nowMs: number): Silence | undefined {
  return silences.find(
    ({ matchers, startsAtMs, endsAtMs }) => startsAtMs <= nowMs && nowMs < endsAtMs && matches(matchers, labels),
  );
}
