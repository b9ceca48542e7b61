import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, LOOPBACK } from '#lib/embedded';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
const POLL_MS = 20;
const ATTEMPTS = 5;

export interface AppOptions {
  readonly checkout: string;
  readonly logFile: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where it shall listen; any free port without it. */
  readonly port?: number | undefined;
}

/** The built application as `node dist/apps/api/src/main.js`: one process, or a supervisor with its children. */
export class AppProcess {
  readonly exited: Promise<void>;
  readonly pid: number;

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    readonly managementUrl: string,
    private readonly options: AppOptions,
  ) {
    this.pid = child.pid ?? 0;
    this.exited = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  /** Resolves when it says that it is ready. A port that somebody took meanwhile is replaced by another. */
  static async start(options: AppOptions): Promise<AppProcess> {
    for (let attempt = 1; ; attempt++) {
      const app = await AppProcess.launch(options);
      if (await app.becomesReady()) return app;
      const log = readFileSync(options.logFile, 'utf8').slice(-2_000);
      if (attempt === ATTEMPTS || !log.includes('EADDRINUSE')) throw new Error(`The application ended:\n${log}`);
    }
  }

  get url(): string {
    return `http://${LOOPBACK}:${this.port}`;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGCONT');
    this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child.kill('SIGKILL'), STOP_WITHIN_MS);
    await this.exited;
    clearTimeout(late);
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private static async launch(options: AppOptions): Promise<AppProcess> {
    const [port, managementPort] = [options.port ?? (await freePort()), await freePort()];
    const main = join(options.checkout, 'dist', 'apps', 'api', 'src', 'main.js');
    const guard = join(options.checkout, 'dist', 'bench', 'servers', 'end-with-parent.js');
    const log = openSync(options.logFile, 'a');
    const child = spawn(process.execPath, ['--enable-source-maps', '--require', guard, main], {
      stdio: ['ignore', log, log, 'ipc'],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        LOG_LEVEL: 'warn',
        LINEHAUL_HOST: LOOPBACK,
        LINEHAUL_PROBE_PERIOD_MS: '0',
        ...options.environment,
        PORT: String(port),
        MANAGEMENT_PORT: String(managementPort),
        GRPC_PORT: '0',
      },
    });
    closeSync(log);
    return new AppProcess(child, port, `http://${LOOPBACK}:${managementPort}`, options);
  }

  private async becomesReady(): Promise<boolean> {
    const deadlineMs = performance.now() + READY_WITHIN_MS;
    while (this.isRunning) {
      const answer = await fetch(`${this.managementUrl}/health/ready`, { signal: AbortSignal.timeout(1000) }).catch(
        () => undefined,
      );
      await answer?.arrayBuffer().catch(() => undefined);
      if (answer?.ok === true) return true;
      if (performance.now() > deadlineMs) {
        this.kill();
        throw new Error(`The application was not ready in ${READY_WITHIN_MS / 1000} s: see ${this.options.logFile}`);
      }
      await delay(POLL_MS);
    }
    return false;
  }
}
