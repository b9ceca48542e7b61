import { runLoad } from './load/run-load';
import { round2, type Report, type Scenario } from './scenario';
import type { BenchServers } from './servers/bench-servers';
import type { ChildServer } from './servers/child-server';
import { TWO_CHILDREN, withServers } from './servers/processes';
import { lostOrders, queryOnce, storedIntake } from './servers/stored-rows';
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

/** Intake without its batches: each order is a statement of its own, over eight connections, and Redis is not asked. */
const ALONE = { intake: { batch_size: 1, max_flights: 4, redis_claim: false } };

/**
 * Single orders over 64 connections, as merchants send them to an installation as it is started by default (a supervisor
 * with two children): everything on but the stages behind intake.
 */
export const intakeSingle: Scenario = {
  name: 'intake-single',
  summary: 'POST /v1/orders one by one, against ourselves without batches and against bare Fastify',
  run: (options) =>
    withServers(async (servers, processes) => {
      options.note('Preparing …');
      const ours = async (name: string, overrides?: object): Promise<OfSingles> => {
        const databaseUrl = await servers.database(name);
        const size = { merchants: 1, couriersPerZone: 1 };
        const world = await buildWorld({ databaseUrl, redisUrl: servers.redisUrl }, size);
        if (overrides !== undefined) await queryOnce(databaseUrl, SET, [JSON.stringify(overrides)]);
        const application = await processes.application(databaseUrl, TWO_CHILDREN);
        return singles(name, application, await world.tokens(application.port), world);
      };
      const linehaul = await ours('linehaul');
      const { palette } = linehaul;
      const bare = async (name: string, batch: number): Promise<Subject> => {
        const environment = { BENCH_BATCH: String(batch) };
        const server = await processes.yardstick('bare-intake', await servers.database(name), environment);
        return singles(name, server, [], { palette });
      };
      const subjects = [linehaul, await ours('single', ALONE), await bare('bare', BARE_BATCH)] as const;
      return report(servers, await takeTurns(subjects, options, UNIT));
    }),
};

/** As `PATCH /v1/settings` leaves it. */
const SET = `
  with stored as (
    insert into live.settings_versions (version, values, changed_by, reason, created_at)
    select max(version) + 1, $1::jsonb, 'bench', 'intake-single', now() from live.settings_versions
  )
  update live.versions set version = version + 1 where topic = 'settings'`;

type OfSingles = Subject & Pick<BenchWorld, 'palette'>;

/** Also what `growth` measures with. */
export function singles(
  name: string,
  { port }: ChildServer,
  tokens: readonly string[],
  { palette }: Pick<BenchWorld, 'palette'>,
): OfSingles {
  const work = { kind: 'single', palette } as const;
  return {
    name,
    palette,
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
