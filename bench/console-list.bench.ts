import { LOOPBACK } from '#lib/embedded';
import { listCases, type ListCase } from './console/list-cases';
import { flowWorld } from './flow/flow-world';
import { dispatchSample } from './growth.bench';
import { StoredOrders } from './growth/stored-orders';
import { median, round2, type Scenario } from './scenario';
import { withServers } from './servers/processes';
import { queryOnce } from './servers/stored-rows';

const ORDERS = 200_000;
const ROOM = 10_000;
/** A page for a person: so long may it take. */
const GOAL_MS = 300;
const LEAST_PAGES = 5;

interface Asked {
  readonly name: string;
  readonly times: readonly number[];
  readonly fault: string | undefined;
}

/** A page of the orders' list, for every filter and sort that operators have. */
export const consoleList: Scenario = {
  name: 'console-list',
  summary: `a page of GET /v1/orders for each filter and sort, with ${ORDERS} orders stored (--orders N)`,
  run: (options) =>
    withServers(async (servers, processes) => {
      options.note('Preparing …');
      const world = await flowWorld(servers, ROOM);
      const databaseUrl = await servers.clone('stored', 'world', 'large');
      await dispatchSample(databaseUrl, processes, world);
      const orders = options.orders?.at(-1) ?? ORDERS;
      const stored = await StoredOrders.open(databaseUrl, options.note, 0);
      await stored.growTo(orders);
      await stored.close();
      const cases = await listCases(databaseUrl);
      await queryOnce(databaseUrl, 'vacuum (analyze)');
      const { port } = await processes.application(databaseUrl, { LINEHAUL_ROLES: 'http' });
      const token = await world.viewerToken(port);
      const asked: Asked[] = [];
      for (const one of cases) {
        asked.push(await ask(one, databaseUrl, { port, token, forMs: (options.seconds * 1000) / cases.length }));
        options.note(`${one.name}: ${round2(median(asked.at(-1)?.times ?? []))} ms`);
      }
      return report(asked, orders);
    }),
};

async function ask(
  { name, query, expected, mayBeShort = false }: ListCase,
  databaseUrl: string,
  { port, token, forMs }: { readonly port: number; readonly token: string; readonly forMs: number },
): Promise<Asked> {
  const times: number[] = [];
  let ids: string[] = [];
  const untilMs = performance.now() + forMs;
  while (times.length < LEAST_PAGES || performance.now() < untilMs) {
    const startedMs = performance.now();
    const answer = await fetch(`http://${LOOPBACK}:${port}/v1/orders?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const body = (await answer.json()) as { data?: { id: string }[] };
    times.push(performance.now() - startedMs);
    if (body.data === undefined) return { name, times, fault: `${name}: answered ${answer.status}` };
    ids = body.data.map(({ id }) => id);
  }
  const right = (await queryOnce<{ id: string }>(databaseUrl, expected)).map(({ id }) => id);
  const compared = mayBeShort ? right.slice(0, ids.length) : right;
  const isRight = ids.join() === compared.join() && (right.length === 0 || ids.length > 0);
  return { name, times, fault: isRight ? undefined : `${name}: ${ids.length} orders, not those that were to come` };
}

function report(asked: readonly Asked[], orders: number): Awaited<ReturnType<Scenario['run']>> {
  const medians = asked.map(({ times }) => median(times));
  const worst = Math.max(...medians);
  const slowest = Math.max(...asked.flatMap(({ times }) => times));
  const faults = asked.flatMap(({ fault }) => fault ?? []);
  return {
    figures: {
      scenario: 'console-list',
      figure: round2(worst),
      unit: 'ms of the slowest filter',
      yardstick: GOAL_MS,
      ratio: round2(worst / GOAL_MS),
      p50Ms: round2(median(medians)),
      p99Ms: round2(slowest),
      errors: faults.length,
      orders,
    },
    rows: asked.map(({ name, times }) => ({
      filter: name,
      pages: times.length,
      'median ms': round2(median(times)),
      'slowest ms': round2(Math.max(...times)),
    })),
    faults,
  };
}
