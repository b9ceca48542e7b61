import { OPEN_METRICS_TYPE, toOpenMetrics, wantsOpenMetrics } from '../../../../libs/telemetry/open-metrics';
import type { ManagementAnswer, ManagementRoutes } from '../../../../libs/telemetry/management-server';
import type { ChildState } from './fleet-events';
import { mergeMetrics, mergeOpenMetrics } from './merge-metrics';
import type { Answer, Question } from './questions';

/** A child as operators see it. */
export interface ProcessRow {
  readonly child: number;
  readonly pid: number | undefined;
  readonly state: ChildState;
  readonly roles: readonly string[];
  /** As PostgreSQL (`application_name`) and the queues know it. */
  readonly process: string;
  /** In this state since. */
  readonly since: string;
  readonly restarts: number;
  readonly connections: number;
}

export interface Installation {
  readonly supervisor: { readonly pid: number; readonly state: 'serving' | 'stopping'; readonly since: string };
  readonly children: readonly ProcessRow[];
}

/** What the management port needs to know of the installation. */
export interface Overview {
  installation(): Installation;
  hasStarted(): boolean;
  /** Every ready child's answer, those that gave none in time left out. */
  askAll(question: Question): Promise<readonly { readonly child: number; readonly answer: Answer }[]>;
}

/** The management port of the whole installation. */
export function managementRoutes(overview: Overview): ManagementRoutes {
  return {
    '/processes': () => Promise.resolve(json(200, overview.installation())),
    '/health/live': () => Promise.resolve(json(200, { status: 'ok' })),
    '/health/startup': () => Promise.resolve(verdict(overview.hasStarted(), {})),
    '/health/ready': () => readiness(overview),
    '/metrics': (accept) => metrics(overview, accept),
  };
}

async function metrics(overview: Overview, accept?: string): Promise<ManagementAnswer> {
  const answers = (await overview.askAll({ path: '/metrics', accept })).map(({ child, answer }) => ({
    child: `${child}`,
    text: answer.body,
    isOpen: answer.contentType === OPEN_METRICS_TYPE,
  }));
  const all = [...answers, { child: 'supervisor', text: ownMetrics(overview.installation()), isOpen: false }];
  if (!wantsOpenMetrics(accept)) {
    return { status: 200, contentType: 'text/plain; version=0.0.4; charset=utf-8', body: mergeMetrics(all) };
  }
  // A child of an older build answers in the format that it knows.
  const open = all.map(({ child, text, isOpen }) => ({ child, text: isOpen ? text : toOpenMetrics(text) }));
  return { status: 200, contentType: OPEN_METRICS_TYPE, body: mergeOpenMetrics(open) };
}

/** Ready while one child is: that one takes the traffic. Not while all of it is stopping. */
async function readiness(overview: Overview): Promise<ManagementAnswer> {
  if (overview.installation().supervisor.state === 'stopping') return verdict(false, {});
  const answers = await overview.askAll({ path: '/health/ready' });
  const children = Object.fromEntries(
    answers.map(({ child, answer }) => [`child ${child}`, JSON.parse(answer.body) as unknown]),
  );
  return verdict(
    answers.some(({ answer }) => answer.status === 200),
    children,
  );
}

function ownMetrics({ children }: Installation): string {
  const restarts = new Map(children.map(({ child, restarts: count }) => [child, count]));
  const up = children.filter(({ state }) => state === 'ready').length;
  return [
    '# HELP linehaul_children_ready Children that serve',
    '# TYPE linehaul_children_ready gauge',
    `linehaul_children_ready ${up}`,
    '',
    '# HELP linehaul_child_restarts_total Children that died unasked and were replaced, by place',
    '# TYPE linehaul_child_restarts_total counter',
    ...[...restarts].map(([child, count]) => `linehaul_child_restarts_total{place="${child}"} ${count}`),
    '',
    '# HELP process_resident_memory_bytes Resident memory size in bytes.',
    '# TYPE process_resident_memory_bytes gauge',
    `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
  ].join('\n');
}

function verdict(isUp: boolean, details: object): ManagementAnswer {
  return json(isUp ? 200 : 503, { status: isUp ? 'ok' : 'error', details });
}

function json(status: number, body: object): ManagementAnswer {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(body) };
}
