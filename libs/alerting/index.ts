/**
 * Alerting: when something is wrong, who is told and when it is over; pure, without clock, database or network.
 *
 * Invariants: memory is bounded by what `SampleStore` is made with; an alert fires only after it has been wrong for `forMs`
 * without a break; between threshold and resolve point nothing changes; it is resolved exactly once; the outcome does not depend
 * on the order in which series arrive. The life of an alert is a table (`alert-state.ts`).
 */
export type { Alert } from './alert';
export { evaluate } from './evaluate';
export type { Alerts, Evaluation } from './evaluate';
export { groupKey, isRepeatDue, tellAt } from './grouping';
export type { GroupPolicy } from './grouping';
export { labelKey } from './labels';
export type { Labels, Matcher } from './labels';
export { median } from './median';
export { isInhibited, silenceOf } from './routing';
export type { Inhibition, Silence } from './routing';
export { SEVERITIES } from './rule';
export type { Rule, Severity } from './rule';
export { SampleStore } from './sample-store';
