import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { ReceiverMessage, ReceiverPlan } from './heard';

/** The receiver process, seen from the run. */
export class ReceiverProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  static start(plan: ReceiverPlan): Promise<ReceiverProcess> {
    const child = fork(join(__dirname, 'main.js'));
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`The receiver ended with exit code ${code}`)));
      child.once('message', ({ port }: ReceiverMessage) => resolve(new ReceiverProcess(child, port)));
      child.send(plan);
    });
  }

  /** Whether it still takes messages: a receiver that is gone would make every webhook late. */
  get isAlive(): boolean {
    return this.child.exitCode === null;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}
