/**
 * Embedded: PostgreSQL and Redis for a machine that has none.
 *
 * Invariants: servers listen on the loopback address alone, with a password, on a port remembered with their data; they
 * never run as root; a server left over from a killed launcher is ended before a new one starts, and a stranger on
 * our port is never taken for ours; whoever started a server ends it.
 */
export { stopAbandoned } from './abandoned';
/** @public For `npm start`, which loads the build. */
export { keepRunning } from './kept-server';
export type { KeptServer, KeptServerEvents } from './kept-server';
export { removeServerData } from './place';
export { freePort, LOOPBACK } from './ports';
export { CHECKPOINTS, startPostgres } from './postgres';
export type { PostgresOptions } from './postgres';
export { startRedis } from './redis';
export type { RedisOptions } from './redis';
export type { EmbeddedServer } from './server';
