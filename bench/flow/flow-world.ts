import { BULK, BULK_CONNECTIONS, type LoadPlan } from '../load/load-plan';
import type { BenchServers } from '../servers/bench-servers';
import type { ChildServer } from '../servers/child-server';
import { buildWorld, type BenchWorld } from '../world/bench-world';
import { BENCH_ZONES } from '../world/bench-network';

const MERCHANTS = 50;
/** One order in so many is sold out, another cannot be paid. */
export const MISFIT_EVERY = 100;
/** A courier of the bench world takes 120 parcels on each of the three days that dispatch looks ahead. */
const PARCELS_PER_COURIER = 360;

/** The database `world`, with room at the couriers for so many orders. Clone it; nothing runs on it. */
export async function flowWorld(servers: BenchServers, orders: number): Promise<BenchWorld> {
  const databaseUrl = await servers.database('world');
  const couriersPerZone = Math.ceil(orders / (BENCH_ZONES * PARCELS_PER_COURIER));
  return buildWorld({ databaseUrl, redisUrl: servers.redisUrl }, { merchants: MERCHANTS, couriersPerZone });
}

/** Bulk orders that go the whole way, but for the misfits among them. */
export async function bulkPlan(world: BenchWorld, { port }: ChildServer): Promise<Omit<LoadPlan, 'name' | 'seconds'>> {
  const palette = { ...world.palette, misfitEvery: MISFIT_EVERY, soldOutSku: world.soldOutSku };
  const tokens = await world.tokens(port);
  return { port, connections: BULK_CONNECTIONS, tokens, work: { kind: 'bulk', palette, size: BULK } };
}
