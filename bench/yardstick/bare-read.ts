/**
 * The yardstick of reading one order: bare Fastify and the very read of `GetOrder` (one `id = any($1)` for all that wait,
 * over two flights), without token, limit, validation, tenant, metrics. The answer's body is the same.
 */
import fastify from 'fastify';
import type { Order } from '../../apps/api/src/modules/order/domain/order';
import { orderJson } from '../../apps/api/src/modules/order/http/order-json';
import { toOrderView } from '../../apps/api/src/modules/order/http/order.dto';
import { findOrders } from '../../apps/api/src/modules/order/persistence/order.repository';
import { barePool, bareStatements, FLIGHTS, serveBare } from './bare-server';
import { Grouping } from './grouping';

const IDS_PER_READ = 256;

const pool = barePool(FLIGHTS);
const statements = bareStatements(pool);

const grouping = new Grouping<string, Order | undefined>(FLIGHTS, IDS_PER_READ, async (ids) => {
  const found = new Map((await findOrders(statements, ids)).map((order) => [order.id, order]));
  return ids.map((id) => found.get(id));
});

const server = fastify({ logger: false });

server.get<{ Params: { id: string } }>('/v1/orders/:id', async (request, answer) => {
  const order = await grouping.submit(request.params.id);
  if (order === undefined) return answer.code(404).send({ code: 'order.not_found' });
  answer.header('etag', `"${order.version}"`).header('content-type', 'application/json; charset=utf-8');
  return answer.send(orderJson(toOrderView(order)));
});

serveBare(server, pool);
