import { BULK } from './load/load-plan';
import { placeOrders } from './load/place-orders';
import { runLoad } from './load/run-load';
import type { Scenario } from './scenario';
import type { ChildServer } from './servers/child-server';
import { TWO_CHILDREN, withServers } from './servers/processes';
import { randomIds } from './servers/stored-rows';
import { failedRequests, takeTurns, turnFigures, turnRows, type Subject } from './side-by-side';
import { buildWorld } from './world/bench-world';

const UNIT = 'reads/s';
const CONNECTIONS = 64;
/** More than any cache of answers would hold, and few enough to be in PostgreSQL's memory. */
const ORDERS = 20_000;

/** Single orders read over 64 connections by one merchant: token, limit, tenant, metrics on. */
export const gatewayRead: Scenario = {
  name: 'gateway-read',
  summary: 'GET /v1/orders/{id}, against bare Fastify with the same read',
  run: (options) =>
    withServers(async (servers, processes) => {
      options.note('Preparing …');
      const databaseUrl = await servers.database('linehaul');
      const world = await buildWorld({ databaseUrl, redisUrl: servers.redisUrl }, { merchants: 1, couriersPerZone: 1 });
      const application = await processes.application(databaseUrl, TWO_CHILDREN);
      const tokens = await world.tokens(application.port);
      const work = { kind: 'bulk', palette: world.palette, size: BULK } as const;
      await placeOrders({ port: application.port, tokens, work }, ORDERS);
      const ids = await randomIds(databaseUrl, ORDERS);
      const bare = await processes.yardstick('bare-read', databaseUrl);
      const turns = await takeTurns(
        [reads('linehaul', application, tokens, ids), reads('bare', bare, [], ids)],
        options,
        UNIT,
      );
      const faults = failedRequests(turns);
      if (ids.length < ORDERS) faults.push(`Only ${ids.length} of ${ORDERS} orders were there to read`);
      const [ours, yardstick] = turns;
      return { figures: turnFigures('gateway-read', UNIT, ours, yardstick), rows: turnRows(turns, UNIT), faults };
    }),
};

/** Also what `growth` measures with. */
export function reads(name: string, { port }: ChildServer, tokens: readonly string[], ids: readonly string[]): Subject {
  const work = { kind: 'read', ids } as const;
  return {
    name,
    run: (seconds, load) => runLoad({ port, connections: CONNECTIONS, tokens, seconds, name: load, work }),
  };
}
