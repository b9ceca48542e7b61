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

const ATTEMPTS = 5;
const READY_WITHIN_MS = 30_000;

/** Resolves when the application is ready to serve. */
export async function spawnApp(options: SpawnOptions): Promise<SpawnedApp> {
  for (let attempt = 1; ; attempt++) {
    const app = await attemptOnce(options);
    if (app !== 'lost its port') return app;
    if (attempt === ATTEMPTS) throw new Error(`Lost its port ${ATTEMPTS} times`);
  }
}

async function attemptOnce(options: SpawnOptions): Promise<SpawnedApp | 'lost its port'> {
  const [port, managementPort] = [await freePort(), await freePort()];
  const child = launch(options, port, managementPort);
  const managementUrl = `http://${LOOPBACK}:${managementPort}`;
  if (!(await becomesReady(child, managementUrl, managementPort))) return 'lost its port';
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

function launch(options: SpawnOptions, port: number, managementPort: number): ChildProcess {
  const main = join(process.cwd(), 'dist', 'apps', 'api', 'src', 'main.js');
  const launched = join(process.cwd(), 'scripts', 'lib', 'launched.cjs');
  return spawn(process.execPath, ['--require', launched, main], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      LINEHAUL_HOST: LOOPBACK,
      LINEHAUL_UNSAFE_DURABILITY: 'on',
      LINEHAUL_PROBE_PERIOD_MS: '0',
      LINEHAUL_CHILDREN: '0',
      DATABASE_URL: options.databaseUrl,
      REDIS_URL: options.redisUrl,
      PORT: String(port),
      MANAGEMENT_PORT: String(managementPort),
      GRPC_PORT: '0',
      ...options.environment,
    },
  });
}

/** False when it lost a port to somebody quicker; throws with what it printed when it ends for another reason. */
async function becomesReady(child: ChildProcess, managementUrl: string, managementPort: number): Promise<boolean> {
  let printed = '';
  const ports = new Set<number>();
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (printed += String(text)));
  child.on('message', (message: { port: number }) => ports.add(message.port));
  // A stranger may answer on a port that we failed to get: only one that the child reports is asked.
  const readState = async (): Promise<'ended' | 'ready' | 'starting'> => {
    if (child.exitCode !== null) return 'ended';
    if (!ports.has(managementPort)) return 'starting';
    const answer = await fetch(`${managementUrl}/health/ready`).catch(() => undefined);
    await answer?.arrayBuffer();
    return answer?.ok === true ? 'ready' : 'starting';
  };
  try {
    const state = await eventually(readState, (seen) => seen !== 'starting', READY_WITHIN_MS);
    if (state === 'ready') return true;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  if (printed.includes('EADDRINUSE')) return false;
  throw new Error(`The application ended (${child.exitCode}) while it started:\n${printed}`);
}
