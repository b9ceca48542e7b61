import { BULK, BULK_CONNECTIONS } from './load/load-plan';
import { runLoad } from './load/run-load';
import type { Scenario } from './scenario';
import { TWO_CHILDREN, withServers } from './servers/processes';
import { lostOrders, storedIntake } from './servers/stored-rows';
import { failedRequests, takeTurns, turnFigures, turnRows } from './side-by-side';
import { buildWorld } from './world/bench-world';
import { runPrebuilt } from './yardstick/prebuilt-intake';

const UNIT = 'orders/s';

/** Orders in bulk requests, as integrations send them: everything on but the stages behind intake. */
export const intakeBulk: Scenario = {
  name: 'intake-bulk',
  summary: `POST /v1/orders/batch with ${BULK} orders each, against the statement with prebuilt parameters`,
  run: (options) =>
    withServers(async (servers, processes) => {
      options.note('Preparing …');
      const databaseUrl = await servers.database('linehaul');
      const prebuiltUrl = await servers.database('prebuilt');
      const world = await buildWorld({ databaseUrl, redisUrl: servers.redisUrl }, { merchants: 1, couriersPerZone: 1 });
      const { palette } = world;
      const { port } = await processes.application(databaseUrl, TWO_CHILDREN);
      const tokens = await world.tokens(port);
      const work = { kind: 'bulk', palette, size: BULK } as const;
      const turns = await takeTurns(
        [
          {
            name: 'linehaul',
            run: (seconds, name) => runLoad({ port, connections: BULK_CONNECTIONS, tokens, seconds, name, work }),
          },
          { name: 'prebuilt', run: (seconds, name) => runPrebuilt(prebuiltUrl, palette, seconds, name) },
        ],
        options,
        UNIT,
      );
      const faults = failedRequests(turns);
      for (const { name, acknowledged } of turns) {
        faults.push(...lostOrders(name, acknowledged, await storedIntake(servers.urlOf(name))));
      }
      const [ours, prebuilt] = turns;
      return { figures: turnFigures('intake-bulk', UNIT, ours, prebuilt), rows: turnRows(turns, UNIT), faults };
    }),
};
