import { join } from 'node:path';
import { bulkPlan, flowWorld, MISFIT_EVERY } from './flow/flow-world';
import { dispatchLatency, flowFaults } from './flow/outcome';
import { rowCounts, rowDifferences, type RowCounts } from './flow/row-counts';
import { runFlow, type FlowResult } from './flow/run-flow';
import { readRecording, type RecordedStatement } from './replay/recording';
import { replay, type ReplayResult } from './replay/replay';
import { median, round2, roundsOf, type BenchOptions, type Report, type Scenario } from './scenario';
import type { BenchServers } from './servers/bench-servers';
import { withServers, type Processes } from './servers/processes';
import type { BenchWorld } from './world/bench-world';

const RECORD_S = 4;
/** What the couriers must have room for: more than any machine of this kind dispatches. */
const ROOM_PER_S = 10_000;
/** Ramps and warm-up carry orders as well. */
const EXTRA_S = 20;

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
  run: (options) =>
    withServers(async (servers, processes) => {
      options.note('Preparing the world …');
      const world = await flowWorld(servers, ROOM_PER_S * (options.seconds + EXTRA_S));
      const recording = await record(servers, processes, world, options);
      return measure(servers, processes, world, recording, options);
    }),
};

/** A run that is not measured: what the application sends to PostgreSQL becomes the yardstick. */
async function record(
  servers: BenchServers,
  processes: Processes,
  world: BenchWorld,
  options: BenchOptions,
): Promise<Recording> {
  const databaseUrl = await servers.clone('recorded', 'world');
  const file = join(servers.stateFolder, 'recording');
  const recorder = join(__dirname, 'replay', 'recorder.js');
  const environment = { NODE_OPTIONS: `--require ${recorder}`, BENCH_RECORDING: file };
  const application = await processes.application(databaseUrl, environment);
  const seconds = Math.min(RECORD_S, options.seconds);
  const flow = await runFlow(databaseUrl, { ...(await bulkPlan(world, application)), seconds, name: 'recorded' });
  options.note(`recorded  ${Math.round(flow.perS)} orders/s while noting every statement`);
  await processes.end(application);
  const rows = await rowCounts(databaseUrl);
  return { statements: readRecording(file), dispatched: rows.get('assignments inserted') ?? 0, rows };
}

async function measure(
  servers: BenchServers,
  processes: Processes,
  world: BenchWorld,
  recording: Recording,
  options: BenchOptions,
): Promise<Report> {
  const databaseUrl = await servers.clone('ours', 'world');
  const application = await processes.application(databaseUrl);
  const plan = await bulkPlan(world, application);
  const faults: string[] = [];
  const rounds: Round[] = [];
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
  await processes.end(application);
  const acknowledged = rounds.reduce((sum, { flow }) => sum + flow.acknowledged, 0);
  faults.push(...(await flowFaults(databaseUrl, acknowledged, MISFIT_EVERY)));
  return report(rounds, await dispatchLatency(databaseUrl), faults);
}

/** What explains a yardstick that wrote less than it should. */
function failuresOf({ failures }: ReplayResult): string[] {
  return [...failures].slice(0, 5).map(([what, count]) => `yardstick: ${count} × ${what}`);
}

function report(rounds: readonly Round[], latency: { p50Ms: number; p99Ms: number }, faults: string[]): Report {
  const figure = median(rounds.map(({ flow }) => flow.perS));
  const yardstick = median(rounds.map(({ yardstickPerS }) => yardstickPerS));
  const errors = rounds.reduce((sum, { flow }) => sum + flow.errors, 0);
  const failed = rounds.reduce((sum, { flow }) => sum + flow.faults, 0);
  if (failed > 0) faults.push(`${failed} requests or items failed`);
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
