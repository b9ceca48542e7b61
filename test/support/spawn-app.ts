import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort, LOOPBACK } from '#lib/embedded';
import { eventually } from '#lib/testing';

export interface SpawnOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Further variables, e.g. `{ LINEHAUL_ROLES: 'http' }`. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The built application in a process of its own. `npm test` builds before it runs; a single test needs `npm run build`. */
export interface SpawnedApp {
  readonly baseUrl: string;
  readonly managementUrl: string;
  readonly pid: number;
  /** Graceful; answers the exit code. */
  stop(): Promise<number | null>;
  /** Sends a signal, e.g. SIGKILL to end it at once, SIGSTOP to let it hang. */
  signal(name: NodeJS.Signals): void;
}

const READY_WITHIN_MS = 30_000;

/** Resolves when the application is ready to serve. */
export async function spawnApp(options: SpawnOptions): Promise<SpawnedApp> {
  const [port, managementPort] = [await freePort(), await freePort()];
  const main = join(process.cwd(), 'dist', 'apps', 'api', 'src', 'main.js');
  const guard = join(process.cwd(), 'scripts', 'lib', 'end-with-parent.cjs');
  const child = spawn(process.execPath, ['--require', guard, main], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      LINEHAUL_HOST: LOOPBACK,
      LINEHAUL_UNSAFE_DURABILITY: 'on',
      DATABASE_URL: options.databaseUrl,
      REDIS_URL: options.redisUrl,
      PORT: String(port),
      MANAGEMENT_PORT: String(managementPort),
      ...options.environment,
    },
  });
  const managementUrl = `http://${LOOPBACK}:${managementPort}`;
  await becomesReady(child, `${managementUrl}/health/ready`);
  return {
    baseUrl: `http://${LOOPBACK}:${port}`,
    managementUrl,
    pid: child.pid as number,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      return child.exitCode;
    },
    signal: (name) => void child.kill(name),
  };
}

/** Throws with what the process printed when it ends instead. */
async function becomesReady(child: ChildProcess, url: string): Promise<void> {
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (printed += String(text)));
  const isReady = async (): Promise<boolean> => {
    if (child.exitCode !== null)
      throw new Error(`The application ended (${child.exitCode}) while it started:\n${printed}`);
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    return answer?.ok === true;
  };
  try {
    await eventually(isReady, (ready) => ready, READY_WITHIN_MS);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}
