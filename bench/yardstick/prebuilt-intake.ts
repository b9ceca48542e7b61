import { createHash } from 'node:crypto';
import { wireValues } from '#lib/database';
import { uuidv7 } from '#lib/kernel';
import { PLACE, placementParams } from '../../apps/api/src/modules/order/persistence/intake.repository';
import { LatencyHistogram } from '../load/latency-histogram';
import type { LoadResult } from '../load/load-plan';
import { orderJson, type OrderPalette } from '../load/order-text';
import { barePool, FLIGHTS } from './bare-server';
import { placementOf, type WireOrder } from './placement-of';

/** What one flight of intake carries at most. */
const BATCH = 256;
/** More than PostgreSQL takes on any machine of this kind; what is not used in time is left over. */
const ORDERS_PER_S = 60_000;
/** Bounds the memory; a round that has used them up is over. */
const ORDERS_LIMIT = 150_000;

/**
 * The yardstick of bulk intake: its statement over as many connections as it has flights, with parameters that were built
 * beforehand. What is missing is everything that turns a request into parameters.
 */
export async function runPrebuilt(
  databaseUrl: string,
  palette: OrderPalette,
  seconds: number,
  name: string,
): Promise<LoadResult> {
  const count = Math.ceil(Math.min(ORDERS_LIMIT, seconds * ORDERS_PER_S) / BATCH);
  const batches = Array.from({ length: count }, (_, batch) => parametersOf(palette, name, batch * BATCH));
  const pool = barePool(FLIGHTS, databaseUrl);
  await Promise.all(Array.from({ length: FLIGHTS }, () => pool.query('select 1')));
  const latencies = new LatencyHistogram();
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  let acknowledged = 0;
  let next = 0;
  const fly = async (): Promise<void> => {
    while (performance.now() - startedMs < seconds * 1000) {
      const values = batches[next++];
      if (values === undefined) return;
      const sentMs = performance.now();
      const { rowCount } = await pool.query({ name: PLACE.name, text: PLACE.text, values });
      latencies.record(performance.now() - sentMs);
      acknowledged += rowCount ?? 0;
    }
  };
  await Promise.all(Array.from({ length: FLIGHTS }, fly));
  const tookS = (performance.now() - startedMs) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await pool.end();
  return {
    acknowledged,
    errors: {},
    seconds: tookS,
    p50Ms: latencies.quantileMs(0.5),
    p99Ms: latencies.quantileMs(0.99),
    generatorCores: (user + system) / 1e6 / tookS,
  };
}

function parametersOf(palette: OrderPalette, name: string, first: number): unknown[] {
  const placements = Array.from({ length: BATCH }, (_, index) => {
    const reference = `${name}-${first + index}`;
    const text = orderJson(palette, reference, first + index);
    const fingerprint = createHash('sha256').update(text).digest();
    return placementOf(JSON.parse(text) as WireOrder, uuidv7(), reference, fingerprint);
  });
  return wireValues(placementParams(placements));
}
