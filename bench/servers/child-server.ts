import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '#lib/embedded';

const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 15_000;
const POLL_MS = 5;

/** A server process under measurement. */
export interface ChildServer {
  readonly port: number;
  readonly managementPort: number;
  readonly pid: number;
  /** From `spawn` until it said that it is ready. */
  readonly startMs: number;
  stop(): Promise<void>;
}

/**
 * Starts the built application with these variables and waits until it says that it is ready. It runs as one process
 * without a supervisor, so that what is measured is one process.
 */
export async function startApplication(
  checkout: string,
  environment: Readonly<Record<string, string>>,
): Promise<ChildServer> {
  const main = join(checkout, 'dist', 'apps', 'api', 'src', 'main.js');
  return start(main, `/health/ready`, { NODE_ENV: 'production', LINEHAUL_CHILDREN: '0', ...environment });
}

/** Starts a yardstick: a script of this folder's build that listens on `PORT` and answers `GET /ready`. */
export function startYardstick(script: string, environment: Readonly<Record<string, string>>): Promise<ChildServer> {
  return start(script, '/ready', environment);
}

async function start(
  script: string,
  readyPath: string,
  environment: Readonly<Record<string, string>>,
): Promise<ChildServer> {
  const port = await freePort();
  const managementPort = readyPath === '/ready' ? port : await freePort();
  const guard = join(__dirname, 'end-with-parent.js');
  const startedMs = performance.now();
  const child = spawn(process.execPath, ['--require', guard, script], {
    env: {
      ...process.env,
      GRPC_PORT: '0',
      ...environment,
      PORT: String(port),
      MANAGEMENT_PORT: String(managementPort),
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await exited;
    clearTimeout(late);
  };
  try {
    await ready(child, `http://127.0.0.1:${managementPort}${readyPath}`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, managementPort, pid: child.pid ?? 0, startMs: performance.now() - startedMs, stop };
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  const deadlineMs = performance.now() + READY_WITHIN_MS;
  while (child.exitCode === null && performance.now() < deadlineMs) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok === true) return;
    await delay(POLL_MS);
  }
  throw new Error(`${url} did not get ready (exit code ${String(child.exitCode)})`);
}
