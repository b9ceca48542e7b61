/**
 * The yardstick of intake: bare Fastify and the very statement of `PlaceOrders`, without token, limit, validation,
 * snapshots, lock, metrics. `BENCH_BATCH=1` is one order per statement over a pool of 8, the way most services write;
 * 256 groups them as intake does, over two flights.
 */
import { createHash } from 'node:crypto';
import { wireValues } from '#lib/database';
import { uuidv7 } from '#lib/kernel';
import fastify from 'fastify';
import type { Placement } from '../../apps/api/src/modules/order/intake/placement';
import { PLACE, placementParams } from '../../apps/api/src/modules/order/persistence/intake.repository';
import { barePool, FLIGHTS, serveBare } from './bare-server';
import { Grouping } from './grouping';
import { placementOf, type WireOrder } from './placement-of';

const SINGLE_POOL = 8;

const batchSize = Number(process.env.BENCH_BATCH ?? '1');
const flights = batchSize === 1 ? SINGLE_POOL : FLIGHTS;
const pool = barePool(flights);

/** Whether each order is new. */
const grouping = new Grouping<Placement, boolean>(flights, batchSize, async (placements) => {
  const values = wireValues(placementParams(placements));
  const { rows } = await pool.query<{ id: string }>({ name: PLACE.name, text: PLACE.text, values });
  const created = new Set(rows.map((row) => row.id));
  return placements.map(({ id }) => created.has(id));
});

const server = fastify({ logger: false });

server.post('/v1/orders', async (request, answer) => {
  const order = request.body as WireOrder;
  const key = String(request.headers['idempotency-key']);
  const fingerprint = createHash('sha256').update(JSON.stringify(order)).digest();
  const placement = placementOf(order, uuidv7(), key, fingerprint);
  const created = await grouping.submit(placement);
  if (!created) return answer.code(409).send({ code: 'order.reference_taken' });
  return answer
    .code(201)
    .header('location', `/v1/orders/${placement.id}`)
    .send({ id: placement.id, status: 'received' });
});

serveBare(server, pool);
