import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { logTail, ServerProcess } from './child';
import { stopLeftoverPostmaster } from './leftover-postmaster';
import { dataFolder, serverUser } from './place';
import { LOOPBACK, portsToTry } from './ports';
import { postgresBinaries } from './postgres-binaries';
import { ensureCluster, POSTGRES_USER, stopCluster } from './postgres-data';
import type { EmbeddedServer } from './server';
import { SetupError } from './setup-error';

export interface PostgresOptions {
  /** Where package.json and node_modules are. */
  readonly checkout: string;
  /** Data go to `<stateFolder>/postgres`. */
  readonly stateFolder: string;
  /** False gives up durability for speed: for tests alone. */
  readonly durable: boolean;
  /** The database that is created and named in the URL. */
  readonly database: string;
  /** The port to listen on and no other: of a server that is started again. */
  readonly port?: number;
  /** Further server settings, e.g. `{ max_connections: '300' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Recovery after a crash may take its time; a healthy start takes 50 ms. */
const READY_WITHIN_MS = 60_000;
const POLL_MS = 20;
const LOST_PORT_WITHIN_MS = 2000;

/** Starts PostgreSQL on the loopback address, on the port of last time when that is free; resolves when it answers. */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedServer> {
  const user = serverUser();
  const home = dataFolder(options.stateFolder, 'postgres', user);
  const data = join(home, 'data');
  const logFile = join(home, 'server.log');
  const binaries = postgresBinaries(options.checkout, user);
  const password = await ensureCluster(home, binaries, user);
  await stopLeftoverPostmaster(data, binaries, user);
  for await (const port of portsToTry(join(home, 'port'), options.port)) {
    const args = ['-D', data, ...settingsOf(options, port)];
    const server = await ServerProcess.launch({ command: binaries.postgres, args, logFile, user });
    const stop = async (): Promise<void> => {
      server.expectExit();
      if (!(await stopCluster(data, binaries, user))) server.signal('SIGQUIT');
      if (!(await server.goneWithin(5000))) server.signal('SIGKILL');
      await server.exited;
    };
    const url = `postgresql://${POSTGRES_USER}:${password}@${LOOPBACK}:${String(port)}/${options.database}`;
    try {
      if (!(await isReady(server, url, data, options.database))) continue;
    } catch (error) {
      await stop();
      throw error;
    }
    const kill = (): void => {
      server.expectExit();
      server.signal('SIGQUIT');
    };
    return { url, port, pid: server.pid, exited: server.exited, stop, kill };
  }
  throw new SetupError(`PostgreSQL did not start (${logTail(logFile)}): see ${logFile}, or set DATABASE_URL.`);
}

/** The less there is to replay after a crash, the sooner PostgreSQL is back; each checkpoint costs some writing. */
export const CHECKPOINTS: Readonly<Record<string, string>> = { max_wal_size: '384MB', checkpoint_timeout: '60s' };

function settingsOf(options: PostgresOptions, port: number): string[] {
  const settings: Record<string, string> = {
    listen_addresses: LOOPBACK,
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '256MB',
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...options.settings,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** False when the process ended before it answered: it lost its port to somebody, and another is tried. */
async function isReady(server: ServerProcess, url: string, data: string, database: string): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN_MS;
  const maintenance = Object.assign(new URL(url), { pathname: '/postgres' }).href;
  while (Date.now() < deadline) {
    if (!server.isRunning) return false;
    try {
      await prepare(maintenance, data, database);
      return true;
    } catch (error) {
      // A stranger that took our port answers too: our own process is then about to end.
      if (!isStarting(error) && !(await server.goneWithin(LOST_PORT_WITHIN_MS))) throw error;
    }
    await delay(POLL_MS);
  }
  throw new SetupError(
    `PostgreSQL did not answer within ${String(READY_WITHIN_MS / 1000)} s: start again, or set DATABASE_URL.`,
  );
}

/** Makes sure that who answers is our server, not a stranger on the same port, and that the database is there. */
async function prepare(url: string, data: string, database: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const shown = await client.query<{ data_directory: string }>('show data_directory');
    if (shown.rows[0]?.data_directory !== data) throw new SetupError('Another PostgreSQL answered on our port.');
    const known = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (known.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

const STARTING = new Set(['ECONNREFUSED', 'ECONNRESET', '57P03']);

function isStarting(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return (typeof code === 'string' && STARTING.has(code)) || String(error).includes('Connection terminated');
}
