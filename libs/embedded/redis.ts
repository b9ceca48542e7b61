import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { logTail, ServerProcess } from './child';
import { askRedis, isOurRedis, redisPassword, stopLeftoverRedis } from './leftover-redis';
import { dataFolder, serverUser, type ServerUser } from './place';
import { LOOPBACK, portsToTry } from './ports';
import { redisBinary } from './redis-binary';
import type { EmbeddedServer } from './server';
import { SetupError } from './setup-error';

export interface RedisOptions {
  /** Data go to `<stateFolder>/redis`. */
  readonly stateFolder: string;
  /** Where a Redis that had to be fetched is kept: `<cacheFolder>/redis`. */
  readonly cacheFolder: string;
  /** The launcher's environment: PATH for a Redis of this machine, proxies for fetching one. */
  readonly environment: NodeJS.ProcessEnv;
  /** Append-only file on or off; off is for tests alone. */
  readonly durable: boolean;
  /** The port to listen on and no other: of a server that is started again. */
  readonly port?: number;
  /** How many logical databases; 16 unless said. */
  readonly databases?: number;
}

const READY_WITHIN_MS = 30_000;
const POLL_MS = 20;

/** Starts Redis on the loopback address with a password, never evicting a key; resolves when it answers. */
export async function startRedis(options: RedisOptions): Promise<EmbeddedServer> {
  const user = serverUser();
  const home = dataFolder(options.stateFolder, 'redis', user);
  const binary = await redisBinary(options.cacheFolder, options.environment, user);
  const password = redisPassword(home);
  const portFile = join(home, 'port');
  const logFile = join(home, 'server.log');
  await stopLeftoverRedis(home);
  for await (const port of portsToTry(portFile, options.port)) {
    const config = writeConfig({ home, port, password, user, options });
    const server = await ServerProcess.launch({ ...binary, args: [config], logFile, user });
    const stop = async (): Promise<void> => {
      server.expectExit();
      server.signal('SIGTERM');
      if (!(await server.goneWithin(10_000))) server.signal('SIGKILL');
      await server.exited;
    };
    try {
      if (!(await isReady(server, port, password, home))) continue;
    } catch (error) {
      await stop();
      throw error;
    }
    const kill = (): void => {
      server.expectExit();
      server.signal('SIGKILL');
    };
    return { url: urlOf(port, password), port, pid: server.pid, exited: server.exited, stop, kill };
  }
  throw new SetupError(`Redis did not start (${logTail(logFile)}): see ${logFile}, or set REDIS_URL.`);
}

function urlOf(port: number, password: string): string {
  return `redis://:${password}@${LOOPBACK}:${String(port)}/0`;
}

interface Config {
  readonly home: string;
  readonly port: number;
  readonly password: string;
  readonly user: ServerUser | undefined;
  readonly options: RedisOptions;
}

/** In a private file rather than as arguments: everybody on the machine can read a command line. */
function writeConfig({ home, port, password, user, options }: Config): string {
  const data = join(home, 'data');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const file = join(home, 'redis.conf');
  const lines = [
    `bind ${LOOPBACK}`,
    `port ${String(port)}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(data)}`,
    `databases ${String(options.databases ?? 16)}`,
    `appendonly ${options.durable ? 'yes' : 'no'}`,
    'save ""',
    'maxmemory-policy noeviction',
    'daemonize no',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  if (user !== undefined) for (const path of [data, file]) chownSync(path, user.uid, user.gid);
  return file;
}

/** False when the process ended before it answered: it lost its port to somebody, and another is tried. */
async function isReady(server: ServerProcess, port: number, password: string, home: string): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (!server.isRunning) return false;
    if (await askRedis(port, password, (redis) => isOurRedis(redis, home))) return true;
    await delay(POLL_MS);
  }
  throw new SetupError(
    `Redis did not answer within ${String(READY_WITHIN_MS / 1000)} s: start again, or set REDIS_URL.`,
  );
}
