import { runLoad } from './load/run-load';
import { round2, type Report, type Scenario } from './scenario';
import type { BenchServers } from './servers/bench-servers';
import type { ChildServer } from './servers/child-server';
import { withServers, type Processes } from './servers/processes';
import { lostOrders, storedIntake } from './servers/stored-rows';
import {
  failedRequests,
  perSecond,
  takeTurns,
  turnFigures,
  turnRows,
  type Measured,
  type Subject,
} from './side-by-side';
import { buildWorld, type BenchWorld } from './world/bench-world';

const UNIT = 'orders/s';
const CONNECTIONS = 64;
const BARE_BATCH = 256;

/** Single orders over 64 connections, as merchants send them: everything on but the stages behind intake. */
export const intakeSingle: Scenario = {
  name: 'intake-single',
  summary: 'POST /v1/orders one by one, against one statement per order and against bare Fastify',
  run: (options) =>
    withServers(async (servers, processes) => {
      options.note('Preparing …');
      const databaseUrl = await servers.database('linehaul');
      const world = await buildWorld({ databaseUrl, redisUrl: servers.redisUrl }, { merchants: 1, couriersPerZone: 1 });
      const application = await processes.application(databaseUrl, { LINEHAUL_ROLES: 'http' });
      const tokens = await world.tokens(application.port);
      const turns = await takeTurns(
        [
          singles('linehaul', application, tokens, world),
          singles('single', await bareServer('single', 1, servers, processes), [], world),
          singles('bare', await bareServer('bare', BARE_BATCH, servers, processes), [], world),
        ],
        options,
        UNIT,
      );
      return report(servers, turns);
    }),
};

/** Side by side on one PostgreSQL, idle while another is measured. */
async function bareServer(
  name: string,
  batch: number,
  servers: BenchServers,
  processes: Processes,
): Promise<ChildServer> {
  return processes.yardstick('bare-intake', await servers.database(name), { BENCH_BATCH: String(batch) });
}

/** Also what `growth` measures with. */
export function singles(
  name: string,
  { port }: ChildServer,
  tokens: readonly string[],
  { palette }: BenchWorld,
): Subject {
  const work = { kind: 'single', palette } as const;
  return {
    name,
    run: (seconds, load) => runLoad({ port, connections: CONNECTIONS, tokens, seconds, name: load, work }),
  };
}

async function report(servers: BenchServers, turns: readonly [Measured, Measured, Measured]): Promise<Report> {
  const [ours, single, bare] = turns;
  const faults = failedRequests(turns);
  for (const { name, acknowledged } of turns) {
    faults.push(...lostOrders(name, acknowledged, await storedIntake(servers.urlOf(name))));
  }
  const figures = {
    ...turnFigures('intake-single', UNIT, ours, single),
    bare: Math.round(perSecond(bare)),
    ratioBare: round2(perSecond(ours) / perSecond(bare)),
  };
  return { figures, rows: turnRows(turns, UNIT), faults };
}
