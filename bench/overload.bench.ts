import { runLoad } from './load/run-load';
import { errorCount, type LoadPlan, type LoadResult } from './load/load-plan';
import { round2, type Report, type Scenario } from './scenario';
import { residentMb } from './servers/memory';
import { watchLiveness } from './servers/liveness';
import { withServers } from './servers/processes';
import { lostOrders, storedIntake } from './servers/stored-rows';
import { buildWorld } from './world/bench-world';

const UNIT = 'orders/s';
const CONNECTIONS = 64;
/** Enough that the offered load goes on while the server is slow. */
const OFFERING_CONNECTIONS = 2048;
const FOLD = 3;
const PEAK_S = 10;
const RECOVERY_S = 5;

const perSecond = ({ acknowledged, seconds }: LoadResult): number => acknowledged / seconds;

/** Three times as many orders as can be taken, at fixed times whatever the answers: what is still taken, and how the rest fares. */
export const overload: Scenario = {
  name: 'overload',
  summary: 'Orders offered at three times the peak: goodput, refusals, memory, liveness, recovery',
  run: (options) =>
    withServers(async (servers, processes) => {
      options.note('Preparing …');
      const databaseUrl = await servers.database('linehaul');
      const world = await buildWorld({ databaseUrl, redisUrl: servers.redisUrl }, { merchants: 1, couriersPerZone: 1 });
      const application = await processes.application(databaseUrl, { LINEHAUL_ROLES: 'http' });
      const tokens = await world.tokens(application.port);
      const load = async (name: string, seconds: number, more: Partial<LoadPlan> = {}): Promise<LoadResult> => {
        const work = { kind: 'single', palette: world.palette } as const;
        const plan = { port: application.port, connections: CONNECTIONS, tokens, seconds, name, work, ...more };
        const result = await runLoad(plan);
        options.note(`${name.padEnd(10)}${Math.round(perSecond(result))} ${UNIT}  ${JSON.stringify(result.errors)}`);
        return result;
      };
      const phases: LoadResult[] = [await load('warm-up', 3)];
      const before = await load('peak', PEAK_S);
      const peak = perSecond(before);
      const memoryMb = residentMb(application.pid);
      const liveness = watchLiveness(application);
      const ratePerS = Math.round(peak * FOLD);
      const under = await load('overload', options.seconds, { connections: OFFERING_CONNECTIONS, ratePerS });
      const overloadedMb = residentMb(application.pid);
      const alive = await liveness.end();
      phases.push(before, under, await load('cooling', RECOVERY_S));
      const after = await load('after', PEAK_S);
      phases.push(after);
      const acknowledged = phases.reduce((sum, phase) => sum + phase.acknowledged, 0);
      const faults = lostOrders('linehaul', acknowledged, await storedIntake(databaseUrl));
      faults.push(...unexpected(under), ...[before, after].flatMap(unexpected));
      return report({ before, under, after, memoryMb, overloadedMb, alive, offered: ratePerS }, faults);
    }),
};

/** Whatever was answered but 201, 429 and 503 with `Retry-After`. */
function unexpected({ errors }: LoadResult): string[] {
  return Object.entries(errors)
    .filter(([what]) => what !== '429' && what !== '503')
    .map(([what, count]) => `${count} requests ended in ${what}`);
}

interface Course {
  readonly before: LoadResult;
  readonly under: LoadResult;
  readonly after: LoadResult;
  readonly memoryMb: number;
  readonly overloadedMb: number;
  readonly alive: { readonly worstMs: number; readonly failed: number };
  readonly offered: number;
}

function report(course: Course, faults: string[]): Report {
  const { before, under, after, memoryMb, overloadedMb, alive } = course;
  const peak = perSecond(before);
  if (alive.failed > 0) faults.push(`${alive.failed} liveness probes failed`);
  const figures = {
    scenario: 'overload',
    figure: Math.round(perSecond(under)),
    unit: UNIT,
    yardstick: Math.round(peak),
    ratio: round2(perSecond(under) / peak),
    p50Ms: round2(under.p50Ms),
    p99Ms: round2(under.p99Ms),
    errors: faults.length,
    offered: course.offered,
    refused: errorCount(under),
    recoveryRatio: round2(perSecond(after) / peak),
    memoryRatio: round2(overloadedMb / memoryMb),
    livenessWorstMs: round2(alive.worstMs),
    generatorCores: round2(under.generatorCores),
  };
  const row = (phase: string, result: LoadResult): Record<string, string | number> => ({
    phase,
    [UNIT]: Math.round(perSecond(result)),
    refused: errorCount(result),
    'p50 ms': round2(result.p50Ms),
    'p99 ms': round2(result.p99Ms),
    'generator cores': round2(result.generatorCores),
  });
  return { figures, rows: [row('peak', before), row('3 ×', under), row('after', after)], faults };
}
