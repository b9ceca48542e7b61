import { setTimeout as delay } from 'node:timers/promises';
import { median, round2, type Scenario } from './scenario';
import { residentMb } from './servers/memory';
import { withServers } from './servers/processes';
import { buildWorld } from './world/bench-world';

/** When the figure is taken: what a start has left behind is collected by then. */
const IDLE_S = 30;
const ROUNDS = 5;

/** One process with every role that has nothing to do. */
export const memory: Scenario = {
  name: 'memory',
  summary: `PSS of a process with every role, ${IDLE_S} s after it got ready, against a bare Fastify with a connection`,
  run: (options) =>
    withServers(async (servers, processes) => {
      options.note('Preparing …');
      const databaseUrl = await servers.database('linehaul');
      await buildWorld({ databaseUrl, redisUrl: servers.redisUrl }, { merchants: 1, couriersPerZone: 1 });
      const bare = await processes.yardstick('bare-start', databaseUrl);
      const idleS = Math.min(IDLE_S, options.seconds);
      const starts: number[] = [];
      const rows: { round: number; 'ready MB': number; 'idle MB': number; 'bare MB': number }[] = [];
      for (let round = 1; round <= (options.seconds < IDLE_S / 2 ? 1 : ROUNDS); round++) {
        const application = await processes.application(databaseUrl);
        starts.push(application.startMs);
        const readyMb = residentMb(application.pid);
        await delay(idleS * 1000);
        const idleMb = residentMb(application.pid);
        rows.push({
          round,
          'ready MB': round2(readyMb),
          'idle MB': round2(idleMb),
          'bare MB': round2(residentMb(bare.pid)),
        });
        options.note(`round ${round}  ${Math.round(idleMb)} MB`);
        await processes.end(application);
      }
      const supervised = await processes.application(databaseUrl, { LINEHAUL_CHILDREN: '1' });
      const supervisorMb = round2(residentMb(supervised.pid));
      options.note(`supervisor  ${Math.round(supervisorMb)} MB`);
      const figure = median(rows.map((row) => row['idle MB']));
      const yardstick = median(rows.map((row) => row['bare MB']));
      const figures = {
        scenario: 'memory',
        figure: round2(figure),
        unit: 'MB',
        yardstick: round2(yardstick),
        ratio: round2(figure / yardstick),
        p50Ms: Math.round(median(starts)),
        p99Ms: Math.round(Math.max(...starts)),
        errors: 0,
        idleS,
        supervisorMb,
        rounds: rows.length,
      };
      return { figures, rows, faults: [] };
    }),
};
