import { Client, types, type ClientConfig } from 'pg';
import type { DataSourceOptions } from 'typeorm';

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Named statements; off for poolers that cannot keep them. */
  readonly prepared: boolean;
  readonly applicationName: string;
}

/** The schema of the live lane. */
export const LIVE_SCHEMA = 'live';

/** Every int8 of ours counts things or minor units below 2^53; a larger one is a fault, not a rounded number. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} is outside the safe integers`);
  return value;
}

/** What every session of ours is started with: a lost client or a stuck statement never holds a lock for long. */
const SESSION = [
  `search_path=${LIVE_SCHEMA}`,
  'timezone=UTC',
  'statement_timeout=5000',
  'lock_timeout=2000',
  'idle_in_transaction_session_timeout=5000',
  'client_connection_check_interval=500',
  'jit=off',
];

/**
 * A connection can fail while it is lent and runs nothing, or once more while it is being given back. Nobody listens then,
 * and an error event without a listener ends the process; whoever uses the connection next is told by its statement.
 */
class LastingClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

export function dataSourceOptions(options: DatabaseOptions): DataSourceOptions {
  types.setTypeParser(types.builtins.INT8, parseInt8);
  return {
    type: 'postgres',
    url: options.url,
    schema: LIVE_SCHEMA,
    applicationName: options.applicationName,
    poolSize: options.poolSize,
    connectTimeoutMS: 3000,
    installExtensions: false,
    synchronize: false,
    migrationsRun: false,
    logging: false,
    extra: {
      Client: LastingClient,
      pipeline: true, // statements follow each other without waiting for answers: `Tx.send`
      application_name: options.applicationName, // of the dedicated pools too
      options: SESSION.map((setting) => `-c ${setting}`).join(' '),
      keepAlive: true,
      idleTimeoutMillis: 0,
    },
  };
}
