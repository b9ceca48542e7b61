import { median, round2, type BenchOptions, type Scenario } from './scenario';
import { residentMb } from './servers/memory';
import type { ChildServer } from './servers/child-server';
import { withServers } from './servers/processes';
import { buildWorld } from './world/bench-world';

/** A start takes about a second, and so does a stop: so many rounds fit into the time given, five at least when there is any. */
const ROUND_S = 3;
const MIN_ROUNDS = 5;

interface Start {
  readonly ms: number;
  readonly mb: number;
}

/** From `spawn` of the built application to ready, with every role, its servers up and its world stored. */
export const coldStart: Scenario = {
  name: 'cold-start',
  summary: 'from spawn to ready, against a bare Fastify that has asked PostgreSQL once',
  run: (options) =>
    withServers(async (servers, processes) => {
      options.note('Preparing …');
      const databaseUrl = await servers.database('linehaul');
      await buildWorld({ databaseUrl, redisUrl: servers.redisUrl }, { merchants: 1, couriersPerZone: 1 });
      const ours: Start[] = [];
      const bare: Start[] = [];
      const start = async (into: Start[], starting: Promise<ChildServer>): Promise<void> => {
        const child = await starting;
        into.push({ ms: child.startMs, mb: residentMb(child.pid) });
        await processes.end(child);
      };
      for (let round = 0; round <= roundsWithin(options); round++) {
        await start(ours, processes.application(databaseUrl, { LINEHAUL_PROBE_PERIOD_MS: '0' }));
        await start(bare, processes.yardstick('bare-start', databaseUrl));
        options.note(`${round === 0 ? 'warm-up' : `round ${round}`}  ${Math.round(ours.at(-1)?.ms ?? 0)} ms`);
      }
      return report(ours.slice(1), bare.slice(1));
    }),
};

function roundsWithin({ seconds }: BenchOptions): number {
  return seconds < ROUND_S ? 1 : Math.max(MIN_ROUNDS, Math.floor(seconds / ROUND_S));
}

function report(ours: readonly Start[], bare: readonly Start[]): Awaited<ReturnType<Scenario['run']>> {
  const times = ours.map(({ ms }) => ms);
  const [figure, yardstick] = [median(times), median(bare.map(({ ms }) => ms))];
  const rows = [
    {
      subject: 'linehaul',
      'median ms': Math.round(figure),
      'slowest ms': Math.round(Math.max(...times)),
      'PSS MB': round2(median(ours.map(({ mb }) => mb))),
    },
    {
      subject: 'bare',
      'median ms': Math.round(yardstick),
      'slowest ms': Math.round(Math.max(...bare.map(({ ms }) => ms))),
      'PSS MB': round2(median(bare.map(({ mb }) => mb))),
    },
  ];
  const figures = {
    scenario: 'cold-start',
    figure: Math.round(figure),
    unit: 'ms',
    yardstick: Math.round(yardstick),
    ratio: round2(figure / yardstick),
    p50Ms: Math.round(figure),
    p99Ms: Math.round(Math.max(...times)),
    errors: 0,
    rounds: ours.length,
  };
  return { figures, rows, faults: [] };
}
