import type { GroupPolicy, Inhibition } from '#lib/alerting';

/** One message about one rule, soon; a group that changes again is told again after a few seconds. */
export const GROUP_POLICY: GroupPolicy = {
  by: ['alertname'],
  waitMs: 1000,
  intervalMs: 5000,
  repeatMs: 4 * 3_600_000,
};

const named = (value: string) => [{ name: 'alertname', is: 'equal', value } as const];
const onlyPerformance = [{ name: 'topic', is: 'equal', value: 'performance' } as const];

/** What explains what: an instance that is down is not also slow, and without Redis no queue is consumed. */
export const INHIBITIONS: readonly Inhibition[] = [
  { source: named('instance down'), target: onlyPerformance, equal: ['instance'] },
  { source: named('redis unreachable'), target: named('queue not consumed'), equal: [] },
  { source: named('redis unreachable'), target: named('queue not draining'), equal: [] },
  { source: named('redis unreachable'), target: named('stage age'), equal: [] },
  { source: named('queue not draining'), target: named('stage age'), equal: ['stage'] },
  { source: named('stage paused'), target: named('queue not draining'), equal: ['stage'] },
  { source: named('stage paused'), target: named('stage age'), equal: ['stage'] },
  { source: named('latency'), target: named('latency unusual'), equal: ['instance'] },
];
