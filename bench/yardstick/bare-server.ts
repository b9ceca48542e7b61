import { types, Pool, type QueryResult } from 'pg';
import type { Queryable, Statement } from '#lib/database';
import type { FastifyInstance } from 'fastify';

/** Connections over which batches fly, as many as the application has flights. */
export const FLIGHTS = 2;

/** A pool whose sessions are set up like the application's, without its time limits. */
export function barePool(size: number, databaseUrl = process.env.DATABASE_URL): Pool {
  return new Pool({
    connectionString: databaseUrl,
    max: size,
    options: '-c search_path=live -c timezone=UTC -c jit=off',
  });
}

/** The pool as the repositories see it. */
export function bareStatements(pool: Pool): Queryable {
  types.setTypeParser(types.builtins.INT8, Number);
  const run = <Row extends object>(
    { name, text }: Statement,
    params: readonly unknown[] = [],
  ): Promise<QueryResult<Row>> => pool.query<Row>({ name, text, values: [...params] });
  return {
    lane: 'live',
    query: async <Row extends object>(statement: Statement, params?: readonly unknown[]) =>
      (await run<Row>(statement, params)).rows,
    execute: async (statement, params) => (await run(statement, params)).rowCount ?? 0,
  };
}

/** Serves until SIGTERM, on the port that `startYardstick` names. */
export function serveBare(server: FastifyInstance, pool: Pool): void {
  server.get('/ready', () => 'ready');
  const stop = async (): Promise<void> => {
    await server.close();
    await pool.end();
  };
  process.once('SIGTERM', () => void stop().then(() => process.exit(0)));
  void server.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
}
