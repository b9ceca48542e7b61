import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CHECKOUT } from '../checkout';

/** The demo's traffic from a process of its own: merchants order, scanners scan, couriers deliver. */
export class Traffic {
  private constructor(private readonly child: ChildProcess) {}

  static start(stateFolder: string, ratePerS: number): Traffic {
    const main = join(CHECKOUT, 'dist', 'apps', 'api', 'src', 'demo', 'run.js');
    const args = ['--rate', String(ratePerS), '--state', stateFolder];
    return new Traffic(fork(main, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }));
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}
