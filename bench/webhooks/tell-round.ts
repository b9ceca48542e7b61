import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '#lib/embedded';
import { Client } from 'pg';
import type { BenchServers } from '../servers/bench-servers';
import type { Processes } from '../servers/processes';
import { queryOnce } from '../servers/stored-rows';
import { endpointsOf, happen, register, type BenchEndpoint } from './events';
import { MerchantsServer } from './merchants-server';

export interface RoundPlan {
  readonly database: string;
  readonly endpoints: number;
  readonly deadPercent: number;
  /** Told to everybody at once, to see how fast that goes. */
  readonly burst: number;
  /** Then events at fixed times, to see how late they are told. */
  readonly perS: number;
  readonly seconds: number;
  /** Each so many-th message is answered 503 once, and comes again after five seconds. */
  readonly refuseEvery?: number | undefined;
}

export interface Round {
  readonly deadPercent: number;
  readonly deliveriesPerS: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly faults: readonly string[];
}

const TICK_MS = 100;
/** Of a burst, while some messages are refused: what comes again after five seconds says nothing of how fast it went. */
const MOST = 0.9;
const TOLD_WITHIN_MS = 120_000;

const WRONG = `
  select (select count(*)::int from live.webhook_messages m where m.endpoint_id <> all($1::uuid[]) and m.state <> 'delivered') as "healthyUntold",
    (select count(*)::int from live.webhook_messages m where m.endpoint_id = any($1::uuid[]) and m.state = 'delivered') as "deadTold",
    (select count(*)::int from live.webhook_messages) as written`;

/** One installation with its endpoints: a burst, then a steady load; checked at the receiver and in the database. */
export async function tellRound(servers: BenchServers, processes: Processes, plan: RoundPlan): Promise<Round> {
  const url = await servers.clone(plan.database, 'empty');
  const endpoints = endpointsOf(plan.endpoints, plan.deadPercent);
  const silent = new Set(endpoints.filter(({ kind }) => kind === 'silent').map(({ id }) => `/${id}`));
  const merchants = await MerchantsServer.listen(silent, plan.refuseEvery);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await register(client, endpoints, { open: merchants.port, closed: await freePort() });
    const application = await processes.application(url, { LINEHAUL_ROLES: 'relay,worker' });
    const turns = turnsOf(endpoints);
    const burst = await tellBurst(client, merchants, turns(plan.burst), plan.refuseEvery === undefined ? 1 : MOST);
    merchants.reset();
    const told = await tellSteadily(client, merchants, turns, plan);
    const latencies = [...merchants.received.values()].sort((a, b) => a - b);
    await processes.end(application);
    const faults = [...burst.faults, ...told.faults, ...(await wrongIn(url, endpoints, plan.burst + told.events))];
    const at = (part: number): number => latencies[Math.floor(latencies.length * part)] ?? Number.NaN;
    return { deadPercent: plan.deadPercent, deliveriesPerS: burst.perS, p50Ms: at(0.5), p99Ms: at(0.99), faults };
  } finally {
    await client.end();
    await merchants.close();
  }
}

/** Whose turn it is: everybody's, one after the other, in an order in which the dead are spread evenly. */
function turnsOf(endpoints: readonly BenchEndpoint[]): (count: number) => BenchEndpoint[] {
  let next = 0;
  return (count) => Array.from({ length: count }, () => endpoints[(next++ * 7919) % endpoints.length] as BenchEndpoint);
}

async function tellBurst(
  client: Client,
  merchants: MerchantsServer,
  chosen: readonly BenchEndpoint[],
  part: number,
): Promise<{ perS: number; faults: string[] }> {
  const startedMs = Date.now();
  for (let from = 0; from < chosen.length; from += 256) await happen(client, chosen.slice(from, from + 256));
  const expected = chosen.filter(({ kind }) => kind === 'healthy').length;
  const faults = await receivedAll(merchants, expected, 'burst');
  const counted = merchants.arrivals.slice(0, Math.ceil(merchants.arrivals.length * part));
  return { perS: counted.length / (((counted.at(-1) ?? startedMs) - startedMs) / 1000), faults };
}

async function tellSteadily(
  client: Client,
  merchants: MerchantsServer,
  turns: (count: number) => BenchEndpoint[],
  { perS, seconds }: RoundPlan,
): Promise<{ events: number; faults: string[] }> {
  const startedMs = performance.now();
  let [events, healthy] = [0, 0];
  for (let due = 0; events < perS * seconds;) {
    due = Math.min(perS * seconds, Math.floor(((performance.now() - startedMs) / 1000) * perS));
    if (due > events) {
      const chosen = turns(due - events);
      events = due;
      healthy += chosen.filter(({ kind }) => kind === 'healthy').length;
      await happen(client, chosen);
    }
    await delay(TICK_MS);
  }
  return { events, faults: await receivedAll(merchants, healthy, 'steady load') };
}

async function receivedAll(merchants: MerchantsServer, expected: number, what: string): Promise<string[]> {
  const deadline = Date.now() + TOLD_WITHIN_MS;
  while (merchants.received.size < expected && Date.now() < deadline) await delay(20);
  const { size } = merchants.received;
  return size === expected ? [] : [`${what}: ${size} of ${expected} messages were received`];
}

async function wrongIn(url: string, endpoints: readonly BenchEndpoint[], events: number): Promise<string[]> {
  const dead = endpoints.filter(({ kind }) => kind !== 'healthy').map(({ id }) => id);
  const [row] = await queryOnce<{ healthyUntold: number; deadTold: number; written: number }>(url, WRONG, [dead]);
  const faults: string[] = [];
  if (row?.written !== events) faults.push(`${events} events, but ${row?.written ?? '?'} messages stored`);
  if (row?.healthyUntold !== 0)
    faults.push(`${row?.healthyUntold ?? '?'} messages of healthy endpoints are not delivered`);
  if (row?.deadTold !== 0) faults.push(`${row?.deadTold ?? '?'} messages of dead endpoints count as delivered`);
  return faults;
}
