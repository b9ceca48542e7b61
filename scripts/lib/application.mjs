import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CHECKOUT } from './checkout.mjs';
import { SetupFailure } from './setup-failure.mjs';

const READY_WITHIN_MS = 30_000;
/** Its own limit is 10 s after the time in which it tells balancers. */
const STOP_WITHIN_MS = 20_000;
const POLL_MS = 25;

/** It lost a port that was free a moment ago. */
export class PortLost extends Error {}

/**
 * The built application, a supervisor with its children, in a process group of its own: a Ctrl-C reaches the launcher,
 * which ends it in order. `log` takes what all of them print.
 */
export class Application {
  constructor(environment, log) {
    const main = join(CHECKOUT, 'dist', 'apps', 'api', 'src', 'main.js');
    if (!existsSync(main)) throw new SetupFailure('dist/apps/api/src/main.js is missing: run "npm run build".');
    this.log = log;
    this.ports = new Set();
    const launched = join(CHECKOUT, 'scripts', 'lib', 'launched.cjs');
    this.child = spawn(process.execPath, ['--enable-source-maps', '--require', launched, main], {
      cwd: CHECKOUT,
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.log.take(this.child.stdout);
    this.log.take(this.child.stderr);
    this.child.on('message', ({ port }) => this.ports.add(port));
    this.exited = new Promise((resolve) => this.child.once('close', (code, signal) => resolve(signal ?? code)));
    this.exited.then(() => {
      this.gone = true;
      this.killGroup(); // children of a killed supervisor end by themselves, unless they hang
    });
  }

  /** Resolves when the application, and no stranger, says on its management port that it is ready. */
  async ready(managementUrl, signal) {
    const port = Number(new URL(managementUrl).port);
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!this.gone && Date.now() < deadline) {
      signal.throwIfAborted();
      if (this.ports.has(port) && (await answers(`${managementUrl}/health/ready`))) return;
      await delay(POLL_MS);
    }
    if (this.gone && this.log.lastLines().includes('EADDRINUSE')) throw new PortLost();
    const what = this.gone ? 'The application ended while it started' : 'The application did not get ready in 30 s';
    throw new SetupFailure(`${what}; the end of ${this.log.file}:\n${this.log.lastLines()}`);
  }

  async stop() {
    this.child.kill('SIGTERM');
    const late = setTimeout(() => this.kill(), STOP_WITHIN_MS);
    await this.exited;
    clearTimeout(late);
  }

  kill() {
    this.child.kill('SIGKILL');
    this.killGroup();
  }

  killGroup() {
    try {
      process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // nobody is left, or the platform knows no groups
    }
  }
}

async function answers(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer?.ok === true;
}
