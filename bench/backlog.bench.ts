import { DepthWatch } from './flow/depth-watch';
import { bulkPlan, flowWorld, MISFIT_EVERY } from './flow/flow-world';
import { dispatchLatency, flowFaults } from './flow/outcome';
import { placeOrders } from './load/place-orders';
import { round2, type Report, type Scenario } from './scenario';
import type { BenchServers } from './servers/bench-servers';
import { peakResidentMb } from './servers/memory';
import { withServers, type Processes } from './servers/processes';
import type { BenchWorld } from './world/bench-world';

/** Orders in flight, where there is time for them. */
const FULL = 50_000;
const FULL_FROM_S = 10;
const FEW = 5_000;
/** A run that is only to show that everything works. */
const SHORT: readonly number[] = [1_000, 2_000];
const DRAIN_WITHIN_S = 300;
/** The parts of a backlog between which the drain is timed: the workers have begun, and none has run dry. */
const FROM = 0.1;
const TO = 0.9;

interface Drain {
  readonly orders: number;
  /** Orders dispatched per second. */
  readonly perS: number;
  /** The most that was ever resident of the process that accepted, and of the one that drained. */
  readonly acceptingMb: number;
  readonly drainingMb: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly deepest: number;
  readonly faults: readonly string[];
}

/** Orders pile up while nothing works on them, as after an outage; then a process with every role meets them. */
export const backlog: Scenario = {
  name: 'backlog',
  summary: `${FULL} orders accepted with the workers stopped, then drained; against the same with ${FEW}`,
  run: (options) =>
    withServers(async (servers, processes) => {
      options.note('Preparing …');
      const sizes = options.seconds < FULL_FROM_S ? SHORT : [FEW, FULL];
      const world = await flowWorld(servers, Math.max(...sizes) * 1.2);
      const drains: Drain[] = [];
      for (const orders of sizes) {
        drains.push(await drain(servers, processes, world, orders));
        const { perS, drainingMb } = drains.at(-1) ?? { perS: 0, drainingMb: 0 };
        options.note(`${orders} orders: drained at ${Math.round(perS)} orders/s, ${Math.round(drainingMb)} MB`);
      }
      return report(drains);
    }),
};

async function drain(servers: BenchServers, processes: Processes, world: BenchWorld, orders: number): Promise<Drain> {
  const databaseUrl = await servers.clone(`backlog_${orders}`, 'world');
  const watch = await DepthWatch.open(databaseUrl);
  try {
    const accepting = await processes.application(databaseUrl, { LINEHAUL_ROLES: 'http' });
    const accepted = await placeOrders(await bulkPlan(world, accepting), orders);
    const acceptingMb = peakResidentMb(accepting.pid);
    await processes.end(accepting);

    const draining = await processes.application(databaseUrl);
    const fromMs = await watch.reached(orders * FROM, DRAIN_WITHIN_S);
    const toMs = await watch.reached(orders * TO, DRAIN_WITHIN_S);
    await watch.drained(DRAIN_WITHIN_S);
    const drainingMb = peakResidentMb(draining.pid);
    await processes.end(draining);
    const faults = await flowFaults(databaseUrl, accepted, MISFIT_EVERY);
    const { p50Ms, p99Ms } = await dispatchLatency(databaseUrl);
    const perS = (orders * (TO - FROM)) / ((toMs - fromMs) / 1000);
    return { orders, perS, acceptingMb, drainingMb, p50Ms, p99Ms, deepest: watch.deepest, faults };
  } finally {
    await watch.close();
  }
}

function report(drains: readonly Drain[]): Report {
  const [few, many] = [drains[0], drains.at(-1)];
  if (few === undefined || many === undefined) throw new Error('Nothing was drained');
  const figure = Math.max(many.acceptingMb, many.drainingMb);
  const rows = drains.map((one) => ({
    orders: one.orders,
    'deepest queue': one.deepest,
    'accepting MB': Math.round(one.acceptingMb),
    'draining MB': Math.round(one.drainingMb),
    'drained orders/s': Math.round(one.perS),
  }));
  const figures = {
    scenario: 'backlog',
    figure: round2(figure),
    unit: 'MB',
    yardstick: round2(Math.max(few.acceptingMb, few.drainingMb)),
    ratio: round2(figure / Math.max(few.acceptingMb, few.drainingMb)),
    p50Ms: Math.round(many.p50Ms),
    p99Ms: Math.round(many.p99Ms),
    errors: 0,
    inFlight: many.deepest,
    drainedPerS: Math.round(many.perS),
    drainedFewPerS: Math.round(few.perS),
    ratioDrain: round2(many.perS / few.perS),
  };
  const faults = drains.flatMap(({ orders, faults: found }) => found.map((fault) => `${orders} orders: ${fault}`));
  return { figures, rows, faults };
}
