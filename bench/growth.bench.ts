import { uuidv7 } from '#lib/kernel';
import { DepthWatch } from './flow/depth-watch';
import { bulkPlan, flowWorld } from './flow/flow-world';
import { runFlow } from './flow/run-flow';
import { reads } from './gateway-read.bench';
import { StoredOrders } from './growth/stored-orders';
import { singles } from './intake-single.bench';
import { placeOrders } from './load/place-orders';
import { median, round2, roundsOf, type BenchOptions, type Report, type Scenario } from './scenario';
import type { BenchServers } from './servers/bench-servers';
import { withServers, type Processes } from './servers/processes';
import { queryOnce, randomIds } from './servers/stored-rows';
import { failedRequests, perSecond, takeTurns, turnFigures, type Measured, type Subject } from './side-by-side';
import type { BenchWorld } from './world/bench-world';

const SIZES = [100_000, 1_000_000, 10_000_000];
/** Real orders that are copied. */
const SAMPLE = 2_500;
const READ_IDS = 20_000;
/** What all flows together may dispatch per second that is asked for. */
const ROOM_PER_S = 10_000;
const EXTRA_S = 60;

interface Size {
  readonly orders: number;
  readonly name: string;
  readonly databaseUrl: string;
  /** Orders that were measured have larger ids. */
  readonly since: string;
}

interface Flowed {
  readonly perS: number[];
  acknowledged: number;
}

interface Grown {
  readonly orders: number;
  readonly placedPerS: number;
  readonly readPerS: number;
  readonly dispatchedPerS: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
}

/** What the number of stored orders costs. */
export const growth: Scenario = {
  name: 'growth',
  summary: `single orders, reads and dispatch with ${SIZES.join(', ')} orders stored (--orders N,N,…)`,
  run: (options) =>
    withServers(async (servers, processes) => {
      options.note('Preparing …');
      const world = await flowWorld(servers, ROOM_PER_S * (options.seconds + EXTRA_S));
      const sizes = await fill(servers, processes, world, options);
      const flowed = await flows(sizes, processes, world, options);
      const { placed, read } = await turns(sizes, processes, world, options);
      const faults = failedRequests([...placed, ...read]);
      const grown: Grown[] = [];
      for (const [index, size] of sizes.entries()) {
        const [flow, singly, reader] = [flowed[index], placed[index], read[index]];
        if (flow === undefined || singly === undefined || reader === undefined) continue;
        faults.push(...(await lost(size, flow.acknowledged + singly.acknowledged)));
        const { p50Ms, p99Ms, errors } = turnFigures('growth', '', singly, singly);
        const [placedPerS, readPerS, dispatchedPerS] = [perSecond(singly), perSecond(reader), median(flow.perS)];
        grown.push({ orders: size.orders, placedPerS, readPerS, dispatchedPerS, p50Ms, p99Ms, errors });
      }
      return report(grown, faults);
    }),
};

/** A database per size, each a copy of the one before that has grown: they are measured in turns. */
async function fill(
  servers: BenchServers,
  processes: Processes,
  world: BenchWorld,
  options: BenchOptions,
): Promise<Size[]> {
  const asked = [...(options.orders ?? SIZES)].sort((a, b) => a - b);
  const sizes: Size[] = [];
  let before = 'world';
  for (const orders of asked) {
    const name = `stored_${orders}`;
    const databaseUrl = await servers.clone(name, before, 'large');
    if (before === 'world') await dispatchSample(databaseUrl, processes, world);
    const stored = await StoredOrders.open(databaseUrl, options.note, sizes.at(-1)?.orders ?? 0);
    await stored.growTo(orders);
    await stored.close();
    sizes.push({ orders, name, databaseUrl, since: uuidv7() });
    before = name;
  }
  return sizes;
}

/** Real orders, dispatched, for `StoredOrders` to copy. */
export async function dispatchSample(databaseUrl: string, processes: Processes, world: BenchWorld): Promise<void> {
  const watch = await DepthWatch.open(databaseUrl);
  const application = await processes.application(databaseUrl);
  await placeOrders(await bulkPlan(world, application), SAMPLE);
  await watch.drained(60);
  await watch.close();
  await processes.end(application);
}

/** Bulk orders dispatched per second, by size: the median of rounds that the sizes take in turns. */
async function flows(
  sizes: readonly Size[],
  processes: Processes,
  world: BenchWorld,
  options: BenchOptions,
): Promise<Flowed[]> {
  const flowed = sizes.map((): Flowed => ({ perS: [], acknowledged: 0 }));
  const { count, seconds } = roundsOf(options.seconds);
  for (let round = 1; round <= count; round++) {
    for (const [index, { orders, databaseUrl }] of sizes.entries()) {
      const application = await processes.application(databaseUrl);
      const plan = await bulkPlan(world, application);
      const flow = await runFlow(databaseUrl, { ...plan, seconds, name: `flow-${round}` });
      await processes.end(application);
      flowed[index]?.perS.push(flow.perS);
      const into = flowed[index];
      if (into !== undefined) into.acknowledged += flow.acknowledged;
      options.note(`round ${round}  ${orders} stored  ${Math.round(flow.perS)} dispatched/s`);
    }
  }
  return flowed;
}

/** Single orders and reads, by size, over processes of their own. */
async function turns(
  sizes: readonly Size[],
  processes: Processes,
  world: BenchWorld,
  options: BenchOptions,
): Promise<{ placed: readonly Measured[]; read: readonly Measured[] }> {
  const placing: Subject[] = [];
  const reading: Subject[] = [];
  for (const { name, databaseUrl } of sizes) {
    const application = await processes.application(databaseUrl, { LINEHAUL_ROLES: 'http' });
    const ids = await randomIds(databaseUrl, READ_IDS);
    placing.push(singles(name, application, await world.tokens(application.port), world));
    reading.push(reads(name, application, [await world.viewerToken(application.port)], ids));
  }
  const placed = await takeTurns(placing, options, 'orders/s');
  return { placed, read: await takeTurns(reading, options, 'reads/s') };
}

async function lost({ databaseUrl, since, orders }: Size, acknowledged: number): Promise<string[]> {
  const text = 'select count(*)::int as count from live.orders where id > $1';
  const count = (await queryOnce<{ count: number }>(databaseUrl, text, [since]))[0]?.count ?? 0;
  return count === acknowledged ? [] : [`${orders} stored: ${acknowledged} orders acknowledged, but ${count} stored`];
}

function report(grown: readonly Grown[], faults: string[]): Report {
  const [first, last] = [grown[0], grown.at(-1)];
  if (first === undefined || last === undefined) throw new Error('No size was asked for');
  const share = (of: (one: Grown) => number): number => round2(of(last) / of(first));
  const shares = {
    ratioSingle: share(({ placedPerS }) => placedPerS),
    ratioRead: share(({ readPerS }) => readPerS),
    ratioEndToEnd: share(({ dispatchedPerS }) => dispatchedPerS),
  };
  const ratio = Math.min(...Object.values(shares));
  const rows = grown.map((one) => ({
    'orders stored': one.orders,
    'single orders/s': Math.round(one.placedPerS),
    'reads/s': Math.round(one.readPerS),
    'dispatched/s': Math.round(one.dispatchedPerS),
  }));
  const figures = {
    scenario: 'growth',
    figure: ratio,
    unit: `of the rate with ${first.orders} orders stored`,
    yardstick: 1,
    ratio,
    ...shares,
    p50Ms: last.p50Ms,
    p99Ms: last.p99Ms,
    errors: last.errors,
    orders: last.orders,
  };
  return { figures, rows, faults };
}
