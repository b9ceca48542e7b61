import { Redis, type RedisOptions } from 'ioredis';

/**
 * What a connection is for. `command`: short commands that must fail fast, since every caller can go on without Redis.
 * `producer`: adds jobs to queues, and fails fast too, since the work row in PostgreSQL is tried again. `worker`: takes
 * jobs with blocking commands and waits for Redis as long as it takes.
 */
export type RedisRole = 'command' | 'producer' | 'worker';

export interface RedisConnectionOptions {
  readonly url: string;
  /**
   * Put before every key of a `command` connection. BullMQ refuses connections that do so by themselves; queues take
   * the prefix as an option of their own.
   */
  readonly prefix: string;
  readonly role: RedisRole;
  /** Told once per outage, not once per attempt to connect. */
  onError(this: void, error: Error, role: RedisRole): void;
}

/** Attempts to connect again come at most this far apart, so that work resumes at once when Redis is back. */
const RETRY_CAP_MS = 200;
const RETRY_STEP_MS = 20;
const CONNECT_TIMEOUT_MS = 1_000;
/** A `command` or `producer` that is not answered by then is given up, though Redis may still have run it. */
const COMMAND_TIMEOUT_MS = 1_000;
/** A connection on which nothing comes back is replaced: a paused Redis keeps its sockets open. */
const SOCKET_TIMEOUT_MS = 2_000;
const KEEP_ALIVE_MS = 5_000;
/** A Redis that reads its file again is asked so often whether it is done; by itself the driver asks once a second. */
const LOADING_POLL_MS = 50;

/** The wait before the n-th attempt to connect again, in milliseconds. */
export function retryDelayMs(attempt: number): number {
  return Math.min(RETRY_CAP_MS, attempt * RETRY_STEP_MS);
}

function optionsOf(role: RedisRole, prefix: string): RedisOptions {
  const shared: RedisOptions = {
    retryStrategy: retryDelayMs,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAlive: KEEP_ALIVE_MS,
    maxLoadingRetryTime: LOADING_POLL_MS,
    noDelay: true,
    connectionName: `linehaul-${role}`,
  };
  if (role === 'worker') return { ...shared, maxRetriesPerRequest: null };
  const failFast: RedisOptions = {
    ...shared,
    enableOfflineQueue: false,
    // Commands in flight are refused when their connection closes. Sent again, they could run twice; kept, they would
    // never settle, since nothing takes them up after a reconnect.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
  };
  return role === 'producer' ? failFast : { ...failFast, keyPrefix: `${prefix}:` };
}

/**
 * Opens a connection, which then keeps itself open. It never throws outside a command: faults of the connection go to
 * `onError`, and commands of a `command` or `producer` connection are refused at once until it is ready.
 */
export function createRedis(options: RedisConnectionOptions): Redis {
  const redis = new Redis(options.url, optionsOf(options.role, options.prefix));
  let told = false;
  redis.on('error', (error: Error) => {
    if (told) return;
    told = true;
    options.onError(error, options.role);
  });
  redis.on('ready', () => (told = false));
  return redis;
}
