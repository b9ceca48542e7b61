import type { Rule, Severity } from '#lib/alerting';
import { RUNS_BEFORE_A_PERSON } from './remediation/run';

/** What an alert is about; channels choose by it. */
export const TOPICS = ['performance', 'outage', 'integrity', 'watchdog'] as const;
export type Topic = (typeof TOPICS)[number];

/** The thresholds that operators may set while the system runs. */
export interface RuleSettings {
  readonly latencyP99Ms: number;
  readonly stageAgeS: number;
  readonly cpuPercent: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

interface Given {
  readonly name: string;
  readonly topic: Topic;
  readonly severity: Severity;
  readonly series: string;
  readonly summary: string;
}

/** A rule with what most rules have: told at once, ended after ten seconds of health, silent without samples. */
function rule({ topic, ...given }: Given, more: Pick<Rule, 'threshold'> & Partial<Rule>): Rule {
  return {
    direction: 'above',
    forMs: 0,
    hysteresis: 0,
    resolveForMs: 10 * SECOND_MS,
    freshMs: 5 * SECOND_MS,
    whenMissing: 'keep',
    goneMs: 5 * MINUTE_MS,
    labels: { topic },
    ...given,
    ...more,
  };
}

const above = (value: number): Pick<Rule, 'threshold'> => ({ threshold: { kind: 'static', value } });
/** For series that are 1 when all is well and 0 when not. */
const UP: Pick<Rule, 'threshold' | 'direction'> = { threshold: { kind: 'static', value: 1 }, direction: 'below' };

const performance = (name: string, series: string, summary: string, severity: Severity = 'warning'): Given => ({
  name,
  topic: 'performance',
  severity,
  series,
  summary,
});
const outage = (name: string, series: string, summary: string): Given => ({
  name,
  topic: 'outage',
  severity: 'critical',
  series,
  summary,
});
const integrity = (name: string, series: string, summary: string, severity: Severity = 'warning'): Given => ({
  name,
  topic: 'integrity',
  severity,
  series,
  summary,
});

/** The rules that every installation has. */
export function builtInRules(settings: RuleSettings): readonly Rule[] {
  return [
    ...requestRules(settings),
    ...runtimeRules(settings),
    ...outageRules(),
    ...workRules(settings),
    ...integrityRules(),
  ];
}

function requestRules({ latencyP99Ms }: RuleSettings): Rule[] {
  const unusual = {
    kind: 'dynamic',
    windowMs: 10 * MINUTE_MS,
    excludeMs: MINUTE_MS,
    deviations: 6,
    minSamples: 120,
    floor: 0.1,
  } as const;
  return [
    rule(performance('latency', 'http_p99_s', 'p99 of {instance} is {value} s, over {threshold} s'), {
      ...above(latencyP99Ms / 1000),
      forMs: 2 * MINUTE_MS,
      hysteresis: 0.2,
    }),
    rule(
      performance(
        'latency unusual',
        'http_p99_s',
        'p99 of {instance} is {value} s; usual is below {threshold} s',
        'info',
      ),
      {
        threshold: unusual,
        forMs: MINUTE_MS,
        hysteresis: 0.2,
      },
    ),
    rule(performance('error rate', 'http_error_ratio', '{value} of the requests to {instance} fail'), {
      ...above(0.01),
      forMs: MINUTE_MS,
      hysteresis: 0.5,
    }),
  ];
}

function runtimeRules({ cpuPercent }: RuleSettings): Rule[] {
  return [
    rule(performance('cpu', 'cpu_ratio', '{instance} uses {value} of a core: add replicas', 'info'), {
      ...above(cpuPercent / 100),
      forMs: 2 * MINUTE_MS,
      hysteresis: 0.1,
    }),
    rule(performance('event loop', 'event_loop_p99_s', 'The event loop of {instance} is late by {value} s'), {
      ...above(0.1),
      forMs: 6 * SECOND_MS,
      hysteresis: 0.5,
    }),
    rule(performance('gc pause', 'gc_pause_s', 'The garbage collection of {instance} paused for {value} s'), {
      ...above(0.1),
      resolveForMs: MINUTE_MS,
    }),
    rule(performance('old space', 'old_space_growth', 'The old space of {instance} grew by {value} within an hour'), {
      ...above(0.2),
      forMs: 10 * MINUTE_MS,
      hysteresis: 0.25,
    }),
    rule(performance('database slow', 'database_answer_s', 'PostgreSQL answers {instance} after {value} s'), {
      ...above(0.25),
      forMs: 2 * SECOND_MS,
      hysteresis: 0.5,
    }),
    rule(performance('process died', 'process_deaths', '{instance} died and was replaced'), {
      ...above(0),
      resolveForMs: 0,
    }),
    rule(performance('traffic surge', 'traffic_surge', 'There are {value} times the usual requests', 'info'), {
      ...above(3),
      hysteresis: 0.2,
    }),
    rule(performance('database pool', 'pool_waiting', '{value} statements of {instance} wait for a connection'), {
      ...above(0),
      forMs: 30 * SECOND_MS,
    }),
  ];
}

function outageRules(): Rule[] {
  return [
    rule(outage('instance down', 'instance_up', '{instance} does not report any more'), {
      ...UP,
      forMs: 2 * SECOND_MS,
      resolveForMs: 0,
    }),
    rule(outage('redis unreachable', 'redis_up', '{instance} does not reach Redis'), {
      ...UP,
      forMs: 3 * SECOND_MS,
      resolveForMs: 2 * SECOND_MS,
    }),
    rule(outage('queue not consumed', 'queue_canaries_lost', 'The queue {queue} gives {instance} no work'), above(0)),
    rule(
      outage(
        'queue not draining',
        'stage_stalled_s',
        'Work of the stage {stage} is due, and none was done for {value} s',
      ),
      above(30),
    ),
    rule(outage('disk nearly full', 'disk_used_ratio', '{value} of the disk of {folder} at {instance} is used'), {
      ...above(0.9),
      hysteresis: 0.02,
      freshMs: 10 * SECOND_MS,
    }),
    rule(
      outage('stage failing', 'stage_failures', 'The stage {stage} failed {value} times within ten seconds'),
      above(4),
    ),
  ];
}

function workRules({ stageAgeS }: RuleSettings): Rule[] {
  return [
    rule(performance('stage age', 'stage_oldest_due_s', 'Work of the stage {stage} has been due for {value} s'), {
      ...above(stageAgeS),
      forMs: 10 * SECOND_MS,
      hysteresis: 0.5,
    }),
    rule(
      performance('stage paused', 'stage_paused_s', 'The stage {stage} was paused by hand, {value} s ago'),
      above(0),
    ),
    rule(
      performance(
        'epoch stale',
        'epoch_age_s',
        '{instance} computes routes on a network that is out of date by {value} s',
      ),
      above(30),
    ),
    rule(integrity('breaker open', 'breaker_open', '{value} receivers of {name} fail and are left alone'), above(0)),
    rule(integrity('channel failing', 'channel_failures', 'The channel {channel} has failed {value} times'), above(1)),
    rule(integrity('clock skew', 'clock_skew_s', 'The clock of {instance} is {value} s off that of PostgreSQL'), {
      ...above(30),
      forMs: 3 * SECOND_MS,
      hysteresis: 0.5,
    }),
    rule(
      integrity('notifications late', 'notifications_oldest_s', 'A notification has been due for {value} s'),
      above(60),
    ),
    rule(
      integrity('notifications lost', 'notifications_dead', '{value} notifications could not be delivered today'),
      above(0),
    ),
  ];
}

function integrityRules(): Rule[] {
  return [
    rule(
      integrity('dead letters', 'dead_letters', '{value} orders have been given up by {stage} and wait for a person'),
      above(0),
    ),
    rule(
      integrity(
        'remediation without effect',
        'remediation_without_effect',
        '{action} ({target}) was run {value} times without effect: a person is needed',
        'critical',
      ),
      above(RUNS_BEFORE_A_PERSON - 1),
    ),
    // Checked every minute or so: a sample stays fresh for longer than that.
    rule(integrity('invariant broken', 'invariant_violations', '{invariant}: {value} violations', 'critical'), {
      ...above(0),
      freshMs: 3 * MINUTE_MS,
      resolveForMs: 0,
      goneMs: 60 * MINUTE_MS,
    }),
    rule(
      {
        name: 'watchdog',
        topic: 'watchdog',
        severity: 'none',
        series: 'watchdog',
        summary: 'Fires always: its absence is the alarm',
      },
      above(0),
    ),
  ];
}
