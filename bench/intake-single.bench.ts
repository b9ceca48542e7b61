import { join } from 'node:path';
import { errorCount, type LoadPlan, type LoadResult } from './load/load-plan';
import { runLoad } from './load/run-load';
import { median, roundsOf, type BenchOptions, type Report, type Scenario } from './scenario';
import { startServers, type BenchServers } from './servers/bench-servers';
import { startApplication, startYardstick, type ChildServer } from './servers/child-server';
import { lostOrders, storedIntake } from './servers/stored-rows';
import { CHECKOUT } from './servers/checkout';
import { buildWorld } from './world/bench-world';

const CONNECTIONS = 64;
const WARM_UP_S = 2;
const BARE_BATCH = 256;

interface Subject {
  readonly name: string;
  readonly databaseUrl: string;
  readonly server: ChildServer;
  readonly plan: Omit<LoadPlan, 'name' | 'seconds'>;
  readonly results: LoadResult[];
  acknowledged: number;
}

/** Single orders over 64 connections, as merchants send them: everything on but the stages behind intake. */
export const intakeSingle: Scenario = {
  name: 'intake-single',
  summary: 'POST /v1/orders one by one, against one statement per order and against bare Fastify',
  async run(options) {
    const servers = await startServers(CHECKOUT);
    const children: ChildServer[] = [];
    try {
      const subjects = await startSubjects(servers, options, children);
      await measure(subjects, options);
      return await report(subjects);
    } finally {
      await Promise.all(children.map((child) => child.stop()));
      await servers.stop();
    }
  },
};

/** Side by side on one PostgreSQL, idle while another is measured. */
async function startSubjects(
  servers: BenchServers,
  options: BenchOptions,
  children: ChildServer[],
): Promise<readonly [Subject, Subject, Subject]> {
  options.note('Preparing …');
  const ours = await servers.database('ours');
  const world = await buildWorld(
    { databaseUrl: ours, redisUrl: servers.redisUrl },
    { merchants: 1, couriersPerZone: 1 },
  );
  const environment = { DATABASE_URL: ours, REDIS_URL: servers.redisUrl, LINEHAUL_ROLES: 'http' };
  const application = await startApplication(CHECKOUT, environment);
  children.push(application);
  const tokens = await world.tokens(application.port);
  const subject = (name: string, databaseUrl: string, server: ChildServer, clients: readonly string[]): Subject => {
    const plan = { port: server.port, connections: CONNECTIONS, tokens: clients, palette: world.palette, bulk: 0 };
    return { name, databaseUrl, server, plan, results: [], acknowledged: 0 };
  };
  const bare = async (name: string, batch: number): Promise<Subject> => {
    const databaseUrl = await servers.database(name);
    const script = join(__dirname, 'yardstick', 'bare-intake.js');
    const server = await startYardstick(script, { DATABASE_URL: databaseUrl, BENCH_BATCH: String(batch) });
    children.push(server);
    return subject(name, databaseUrl, server, []);
  };
  const linehaul = subject('linehaul', ours, application, tokens);
  return [linehaul, await bare('single', 1), await bare('bare', BARE_BATCH)];
}

async function measure(subjects: readonly Subject[], options: BenchOptions): Promise<void> {
  const rounds = roundsOf(options.seconds);
  for (let round = 0; round <= rounds.count; round++) {
    const seconds = round === 0 ? Math.min(WARM_UP_S, options.seconds) : rounds.seconds;
    for (const subject of subjects) {
      const result = await runLoad({ ...subject.plan, seconds, name: `${subject.name}-${round}` });
      subject.acknowledged += result.acknowledged;
      if (round > 0) subject.results.push(result);
      const perS = Math.round(result.acknowledged / result.seconds);
      options.note(`${round === 0 ? 'warm-up' : `round ${round}`}  ${subject.name.padEnd(9)}${perS} orders/s`);
    }
  }
}

const perSecond = (subject: Subject): number =>
  median(subject.results.map(({ acknowledged, seconds }) => acknowledged / seconds));

const middle = (subject: Subject, of: (result: LoadResult) => number): number => median(subject.results.map(of));

const round2 = (value: number): number => Math.round(value * 100) / 100;

async function report(subjects: readonly [Subject, Subject, Subject]): Promise<Report> {
  const [ours, single, bare] = subjects;
  const faults: string[] = [];
  for (const { name, databaseUrl, acknowledged } of subjects) {
    faults.push(...lostOrders(name, acknowledged, await storedIntake(databaseUrl)));
  }
  const errors = subjects.flatMap(({ results }) => results).reduce((sum, result) => sum + errorCount(result), 0);
  if (errors > 0) faults.push(`${errors} requests failed: ${JSON.stringify(ours.results.map((r) => r.errors))}`);
  const rows = subjects.map((subject) => ({
    subject: subject.name,
    'orders/s': Math.round(perSecond(subject)),
    'p50 ms': round2(middle(subject, ({ p50Ms }) => p50Ms)),
    'p99 ms': round2(middle(subject, ({ p99Ms }) => p99Ms)),
    'generator cores': round2(middle(subject, ({ generatorCores }) => generatorCores)),
    'ours is × it': round2(perSecond(ours) / perSecond(subject)),
  }));
  const figures = {
    scenario: 'intake-single',
    figure: Math.round(perSecond(ours)),
    unit: 'orders/s',
    yardstick: Math.round(perSecond(single)),
    ratio: round2(perSecond(ours) / perSecond(single)),
    bare: Math.round(perSecond(bare)),
    ratioBare: round2(perSecond(ours) / perSecond(bare)),
    p50Ms: round2(middle(ours, ({ p50Ms }) => p50Ms)),
    p99Ms: round2(middle(ours, ({ p99Ms }) => p99Ms)),
    errors,
    generatorCores: round2(middle(ours, ({ generatorCores }) => generatorCores)),
    rounds: ours.results.length,
  };
  return { figures, rows, faults };
}
