import { join } from 'node:path';
import { flowFaults, dispatchLatency } from './flow/outcome';
import { rowCounts, rowDifferences, type RowCounts } from './flow/row-counts';
import { runFlow, type FlowResult } from './flow/run-flow';
import type { LoadPlan } from './load/load-plan';
import { readRecording, type RecordedStatement } from './replay/recording';
import { replay, type ReplayResult } from './replay/replay';
import { median, roundsOf, type BenchOptions, type Report, type Scenario } from './scenario';
import { startServers, type BenchServers } from './servers/bench-servers';
import { CHECKOUT } from './servers/checkout';
import { startApplication, type ChildServer } from './servers/child-server';
import { type BenchWorld, buildWorld } from './world/bench-world';

const MERCHANTS = 50;
const BULK = 500;
const CONNECTIONS = 4;
const MISFIT_EVERY = 100;
const RECORD_S = 4;
const ZONES = 40;
/** What the couriers must have room for: more than any machine of this kind dispatches. */
const ROOM_PER_S = 10_000;
/** Ramps and warm-up carry orders as well. */
const EXTRA_S = 20;
/** A courier of the bench world takes 120 parcels on each of the three days that dispatch looks ahead. */
const PARCELS_PER_COURIER = 360;

interface Recording {
  readonly statements: readonly RecordedStatement[];
  readonly dispatched: number;
  readonly rows: RowCounts;
}

interface Round {
  readonly flow: FlowResult;
  readonly yardstickPerS: number;
}

/** Bulk orders in, dispatched orders out: payment, stock, waybill, route, seats, courier, with all their events. */
export const endToEnd: Scenario = {
  name: 'end-to-end',
  summary: 'accepted to dispatched, against its own statements replayed over bare pg',
  async run(options) {
    const servers = await startServers(CHECKOUT);
    try {
      options.note('Preparing the world …');
      const world = await prepareWorld(servers, options.seconds);
      const recording = await record(servers, world, options);
      return await measure(servers, world, recording, options);
    } finally {
      await servers.stop();
    }
  },
};

async function prepareWorld(servers: BenchServers, seconds: number): Promise<BenchWorld> {
  const databaseUrl = await servers.database('world');
  const room = ROOM_PER_S * (seconds + EXTRA_S);
  const couriersPerZone = Math.ceil(room / (ZONES * PARCELS_PER_COURIER));
  return buildWorld({ databaseUrl, redisUrl: servers.redisUrl }, { merchants: MERCHANTS, couriersPerZone });
}

/** Starts an application of its own on `databaseUrl`, and the load that is meant for it. */
async function open(
  servers: BenchServers,
  world: BenchWorld,
  databaseUrl: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ application: ChildServer; plan: Omit<LoadPlan, 'name' | 'seconds'> }> {
  const prefix = new URL(databaseUrl).pathname.slice(1);
  const own = { DATABASE_URL: databaseUrl, REDIS_URL: servers.redisUrl, REDIS_PREFIX: prefix, ...environment };
  const application = await startApplication(CHECKOUT, own);
  const tokens = await world.tokens(application.port);
  const palette = { ...world.palette, misfitEvery: MISFIT_EVERY, soldOutSku: world.soldOutSku };
  return { application, plan: { port: application.port, connections: CONNECTIONS, tokens, palette, bulk: BULK } };
}

/** A run that is not measured: what the application sends to PostgreSQL becomes the yardstick. */
async function record(servers: BenchServers, world: BenchWorld, options: BenchOptions): Promise<Recording> {
  const databaseUrl = await servers.clone('recorded', 'world');
  const file = join(servers.stateFolder, 'recording');
  const recorder = join(__dirname, 'replay', 'recorder.js');
  const environment = { NODE_OPTIONS: `--require ${recorder}`, BENCH_RECORDING: file };
  const { application, plan } = await open(servers, world, databaseUrl, environment);
  try {
    const seconds = Math.min(RECORD_S, options.seconds);
    const flow = await runFlow(databaseUrl, { ...plan, seconds, name: 'recorded' });
    options.note(`recorded  ${Math.round(flow.perS)} orders/s while noting every statement`);
  } finally {
    await application.stop();
  }
  const rows = await rowCounts(databaseUrl);
  return { statements: readRecording(file), dispatched: rows.get('assignments inserted') ?? 0, rows };
}

async function measure(
  servers: BenchServers,
  world: BenchWorld,
  recording: Recording,
  options: BenchOptions,
): Promise<Report> {
  const databaseUrl = await servers.clone('ours', 'world');
  const { application, plan } = await open(servers, world, databaseUrl, {});
  const faults: string[] = [];
  const rounds: Round[] = [];
  try {
    const { count, seconds } = roundsOf(options.seconds);
    for (let round = 1; round <= count; round++) {
      const flow = await runFlow(databaseUrl, { ...plan, seconds, name: `round-${round}` });
      const copy = await servers.clone(`replay-${round}`, 'world');
      const replayed = await replay(copy, recording.statements);
      const yardstickPerS = recording.dispatched / replayed.seconds;
      const differences = rowDifferences(recording.rows, await rowCounts(copy), recording.dispatched);
      faults.push(...differences, ...(differences.length === 0 ? [] : failuresOf(replayed)));
      rounds.push({ flow, yardstickPerS });
      options.note(`round ${round}  ${Math.round(flow.perS)} orders/s, replayed ${Math.round(yardstickPerS)}`);
    }
  } finally {
    await application.stop();
  }
  const acknowledged = rounds.reduce((sum, { flow }) => sum + flow.acknowledged, 0);
  faults.push(...(await flowFaults(databaseUrl, acknowledged, MISFIT_EVERY)));
  return report(rounds, await dispatchLatency(databaseUrl), faults);
}

const round2 = (value: number): number => Math.round(value * 100) / 100;

/** What explains a yardstick that wrote less than it should. */
function failuresOf({ failures }: ReplayResult): string[] {
  return [...failures].slice(0, 5).map(([what, count]) => `yardstick: ${count} × ${what}`);
}

function report(rounds: readonly Round[], latency: { p50Ms: number; p99Ms: number }, faults: string[]): Report {
  const figure = median(rounds.map(({ flow }) => flow.perS));
  const yardstick = median(rounds.map(({ yardstickPerS }) => yardstickPerS));
  const errors = rounds.reduce((sum, { flow }) => sum + flow.errors, 0);
  if (errors > 0) faults.push(`${errors} requests or items failed`);
  const rows = rounds.map(({ flow, yardstickPerS }, index) => ({
    round: index + 1,
    'dispatched/s': Math.round(flow.perS),
    'replayed/s': Math.round(yardstickPerS),
    accepted: flow.acknowledged,
    'deepest queue': flow.deepest,
    'generator cores': round2(flow.generatorCores),
  }));
  const figures = {
    scenario: 'end-to-end',
    figure: Math.round(figure),
    unit: 'orders/s',
    yardstick: Math.round(yardstick),
    ratio: round2(figure / yardstick),
    p50Ms: Math.round(latency.p50Ms),
    p99Ms: Math.round(latency.p99Ms),
    errors,
    deepestQueue: Math.max(...rounds.map(({ flow }) => flow.deepest)),
    rounds: rounds.length,
  };
  return { figures, rows, faults };
}
