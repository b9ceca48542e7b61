import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { ClientCommand, ClientCounts, ClientMessage, ClientPlan, Success } from '../client/plan';

const EMPTY: ClientCounts = {
  offered: 0,
  acknowledged: 0,
  withheld: 0,
  retries: 0,
  open: 0,
  cancelled: 0,
  scans: 0,
  byStatus: {},
};

/** The client process, seen from the run. */
export class ClientProcess {
  private latest = EMPTY;
  private readonly listeners = new Set<(successes: readonly Success[]) => void>();
  private readonly child: ChildProcess;
  private readonly failed: Promise<never>;

  private constructor() {
    this.child = fork(join(__dirname, '..', 'client', 'main.js'));
    this.failed = new Promise((_, reject) => {
      this.child.once('exit', (code) => reject(new Error(`The client ended with exit code ${code}`)));
      this.child.once('error', reject);
    });
    this.failed.catch(() => undefined); // it ends by itself when it has been drained
    this.child.on('message', (message: ClientMessage) => this.hear(message));
  }

  /** Resolves when every merchant has a token and the first orders are on their way. */
  static async start(plan: ClientPlan): Promise<ClientProcess> {
    const client = new ClientProcess();
    const started = client.told('started');
    client.command({ do: 'start', plan });
    await Promise.race([started, client.failed]);
    return client;
  }

  get counts(): ClientCounts {
    return this.latest;
  }

  /** Calls `listener` with new successes as they come; returns the way to stop. */
  onSuccess(listener: (successes: readonly Success[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Resolves when so many orders are acknowledged; rejects when the client ends before. */
  async acknowledges(orders: number): Promise<void> {
    const reached = new Promise<void>((resolve) => {
      const listen = (): void => {
        if (this.latest.acknowledged < orders) return;
        this.child.off('message', listen);
        resolve();
      };
      this.child.on('message', listen);
      listen();
    });
    await Promise.race([reached, this.failed]);
  }

  /** No new orders; resolves when the outcome of those that were sent is known, as far as it can be. */
  async drain(): Promise<ClientCounts> {
    const drained = this.told('drained');
    this.command({ do: 'drain' });
    await Promise.race([drained, this.failed]);
    return this.latest;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private told(what: ClientMessage['do']): Promise<void> {
    return new Promise((resolve) => {
      const listen = (message: ClientMessage): void => {
        if (message.do !== what) return;
        this.child.off('message', listen);
        resolve();
      };
      this.child.on('message', listen);
    });
  }

  private command(command: ClientCommand): void {
    this.child.send(command);
  }

  private hear(message: ClientMessage): void {
    if (message.do === 'started') return;
    this.latest = message.counts;
    if (message.do === 'progress' && message.successes.length > 0) {
      for (const listener of this.listeners) listener(message.successes);
    }
  }
}
