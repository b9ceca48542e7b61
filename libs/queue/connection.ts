import type { EventEmitter } from 'node:events';
import { Redis, type RedisOptions } from 'ioredis';

/** The longest pause between two attempts to reach Redis again: it must be back in use within 200 ms. */
const RETRY_CAP_MS = 200;

/** A command that got no byte in answer for this long runs on a dead connection; workers block for less than this. */
const SILENCE_MS = 4000;

const SHARED: RedisOptions = {
  retryStrategy: (times) => Math.min(times * 20, RETRY_CAP_MS),
  connectTimeout: 1000,
  keepAlive: 1000,
  // Of a Redis that reads its file again: by itself the driver asks once a second whether it is done.
  maxLoadingRetryTime: 50,
  autoResubscribe: false,
};

/**
 * For adding jobs: fails at once while Redis is away instead of queueing in memory, since whoever adds keeps the work
 * in PostgreSQL and tries again.
 */
export function producerConnection(url: string): Redis {
  return new Redis(url, {
    ...SHARED,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 1000,
    socketTimeout: 1500,
  });
}

/**
 * For workers: waits for Redis however long it is away (BullMQ demands `maxRetriesPerRequest: null`). Each worker makes a
 * copy that blocks for the next job; the copies are remembered, since BullMQ cannot let go of one that lost its server.
 */
export class WorkerConnection extends Redis {
  private readonly copies: Redis[] = [];

  constructor(url: string) {
    super(url, { ...SHARED, maxRetriesPerRequest: null, socketTimeout: SILENCE_MS });
  }

  override duplicate(override?: Partial<RedisOptions>): Redis {
    const copy = super.duplicate(override);
    this.copies.push(copy);
    return copy;
  }

  /** Ends every connection at once, whatever state it is in. */
  disconnectAll(): void {
    for (const connection of [this, ...this.copies]) connection.disconnect();
  }
}

const CONNECTION_FAULT =
  /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|Connection is closed|Socket timeout|isn't writeable|max retries per request|^LOADING/;

/** Whether an error only says that Redis cannot be reached now. */
export function isConnectionFault(error: unknown): boolean {
  return (
    error instanceof Error && CONNECTION_FAULT.test(`${error.message} ${String((error as { code?: unknown }).code)}`)
  );
}

/** Reports the first error of an outage and no more until Redis is back: every attempt in between fails alike. */
export function reportOutages(redis: Pick<EventEmitter, 'on'>, report: (error: unknown) => void): void {
  let away = false;
  redis.on('ready', () => (away = false));
  redis.on('error', (error: unknown) => {
    if (!away) report(error);
    away = true;
  });
}
