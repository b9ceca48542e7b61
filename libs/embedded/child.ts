import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { ServerUser } from './place';

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** Everything that the child prints goes here; the file is begun anew. */
  readonly logFile: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly user: ServerUser | undefined;
}

/** A server process with its own process group: Ctrl-C in the terminal reaches us alone, and we end it in good order. */
export class ServerProcess {
  readonly exited: Promise<{ expected: boolean }>;
  private running = true;
  private expected = false;

  private constructor(
    private readonly child: ChildProcess,
    readonly pid: number,
  ) {
    this.exited = new Promise((resolve) => {
      child.once('exit', () => {
        this.running = false;
        resolve({ expected: this.expected });
      });
    });
    child.unref();
  }

  static async launch(options: ChildOptions): Promise<ServerProcess> {
    const log = openSync(options.logFile, 'w', 0o600);
    try {
      const child = spawn(options.command, options.args, {
        detached: true,
        stdio: ['ignore', log, log],
        env: { ...options.env },
        cwd: '/',
        ...options.user,
      });
      await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
      return new ServerProcess(child, child.pid as number);
    } finally {
      closeSync(log);
    }
  }

  get isRunning(): boolean {
    return this.running;
  }

  /** From now on an exit is what we asked for. */
  expectExit(): void {
    this.expected = true;
  }

  signal(name: NodeJS.Signals): void {
    if (this.running) this.child.kill(name);
  }

  /** True when it is gone within `ms`. */
  async goneWithin(ms: number): Promise<boolean> {
    if (!this.running) return true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
    const gone = await Promise.race([this.exited.then(() => true), late]);
    clearTimeout(timer);
    return gone;
  }
}

/** The end of a server's log, for the message of a failed start. */
export function logTail(logFile: string): string {
  return readFileSync(logFile, 'utf8').trim().split('\n').slice(-3).join(' | ');
}
