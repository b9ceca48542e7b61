import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CHECKOUT } from './checkout.mjs';
import { LogFile } from './log-file.mjs';
import { SetupFailure } from './setup-failure.mjs';

const READY_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 11_000;
const POLL_MS = 25;

/** It lost a port that was free a moment ago. */
export class PortLost extends Error {}

/** The built application as a child with a process group of its own: a Ctrl-C reaches the launcher, which ends it in order. */
export class Application {
  constructor(environment, logFile) {
    const main = join(CHECKOUT, 'dist', 'apps', 'api', 'src', 'main.js');
    if (!existsSync(main)) throw new SetupFailure('dist/apps/api/src/main.js is missing: run "npm run build".');
    this.log = new LogFile(logFile);
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
    this.exited.then(() => (this.gone = true));
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
    const late = setTimeout(() => this.child.kill('SIGKILL'), STOP_WITHIN_MS);
    await this.exited;
    clearTimeout(late);
    await this.log.close();
  }

  kill() {
    this.child.kill('SIGKILL');
  }
}

async function answers(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer?.ok === true;
}
