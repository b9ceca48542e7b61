import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { readableCopy, type ServerUser } from './place';
import { fetchRedisFromDebian } from './redis-debian';
import { SetupError } from './setup-error';

export interface RedisBinary {
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
}

const NAMES = ['redis-server', 'valkey-server'];

/** A Redis on PATH, else the distribution's packages unpacked into `<cacheFolder>/redis`, else a sentence that helps. */
export async function redisBinary(
  cacheFolder: string,
  environment: NodeJS.ProcessEnv,
  user: ServerUser | undefined,
): Promise<RedisBinary> {
  const installed = onPath(environment.PATH ?? '');
  if (installed !== undefined) return { command: installed, env: {} };
  const folder = join(cacheFolder, 'redis');
  if (!existsSync(folder) && !(await fetched(folder, environment))) throw new SetupError(missing());
  return fromPackages(readableCopy(folder, 'redis', user));
}

function onPath(path: string): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function fetched(folder: string, environment: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    return await fetchRedisFromDebian(folder, environment);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    const reason = (stderr ?? String(error)).trim().split('\n').at(-1) ?? '';
    throw new SetupError(`${missing()} (Fetching it with apt-get failed: ${reason})`);
  }
}

/** `redis-server` is a link to `redis-check-rdb`, in which all of Redis is. */
function fromPackages(folder: string): RedisBinary {
  const libraries = join(folder, 'usr', 'lib');
  const paths = readdirSync(libraries)
    .filter((name) => name.includes('-linux-gnu'))
    .map((name) => join(libraries, name));
  return { command: join(folder, 'usr', 'bin', 'redis-server'), env: { LD_LIBRARY_PATH: paths.join(':') } };
}

function missing(): string {
  const advice: Readonly<Record<string, string>> = {
    linux:
      'install it with your package manager (e.g. "apt-get install redis-server", "dnf install valkey", "apk add redis")',
    darwin: 'install it with "brew install redis"',
    win32: 'run one in WSL or a container',
  };
  return `There is no Redis on this machine: set REDIS_URL, or ${advice[process.platform] ?? 'install redis-server'}.`;
}
