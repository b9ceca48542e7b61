/**
 * The yardstick of intake: bare Fastify and the very statement of `PlaceOrders`, without token, limit, validation,
 * snapshots, lock, metrics. `BENCH_BATCH=1` is one order per statement over a pool of 8, the way most services write;
 * 256 groups them as intake does, over two flights.
 */
import { createHash } from 'node:crypto';
import { uuidv7 } from '#lib/kernel';
import fastify from 'fastify';
import { Pool } from 'pg';
import { PLACE, placementParams } from '../../apps/api/src/modules/order/persistence/intake.repository';
import { Grouping } from './grouping';
import { placementOf, type WireOrder } from './placement-of';

const SINGLE_POOL = 8;
const FLIGHTS = 2;

const batchSize = Number(process.env.BENCH_BATCH ?? '1');
const pool = new Pool({
  connectionString: process.env.DATABASE_URL,
  max: batchSize === 1 ? SINGLE_POOL : FLIGHTS,
  options: '-c search_path=live -c timezone=UTC -c jit=off',
});

const grouping = new Grouping(batchSize === 1 ? SINGLE_POOL : FLIGHTS, batchSize, async (placements) => {
  const values = placementParams(placements);
  const { rows } = await pool.query<{ id: string }>({ name: PLACE.name, text: PLACE.text, values });
  return new Set(rows.map((row) => row.id));
});

const server = fastify({ logger: false });

server.get('/ready', () => 'ready');

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

async function stop(): Promise<void> {
  await server.close();
  await pool.end();
}

process.once('SIGTERM', () => void stop().then(() => process.exit(0)));
void server.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
