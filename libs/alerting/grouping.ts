import type { Labels } from './labels';

/** How alerts that belong together are told together. */
export interface GroupPolicy {
  /** Labels whose values make a group. */
  readonly by: readonly string[];
  /** How long the first waits for others of its group. */
  readonly waitMs: number;
  /** The least time between two messages about one group. */
  readonly intervalMs: number;
  /** How often a group that still fires is told again. */
  readonly repeatMs: number;
}

export function groupKey(labels: Labels, { by }: Pick<GroupPolicy, 'by'>): string {
  return by.map((name) => `${name}=${labels[name] ?? ''}`).join(',');
}

/** When a change of a group is told, given when it was last told. */
export function tellAt(changedAtMs: number, lastToldMs: number | undefined, policy: GroupPolicy): number {
  const afterWait = changedAtMs + policy.waitMs;
  return lastToldMs === undefined ? afterWait : Math.max(afterWait, lastToldMs + policy.intervalMs);
}

/** Whether a group that still fires is due to be told again. */
export function isRepeatDue(lastToldMs: number, nowMs: number, policy: GroupPolicy): boolean {
  return nowMs - lastToldMs >= policy.repeatMs;
}
