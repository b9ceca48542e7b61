import { join } from 'node:path';
import type { FaultProxy } from '../../../libs/testing/fault-proxy';
import { AppProcess } from './app-process';
import type { Fleet, Member } from './fleet';
import { descendantsOf, signalAll } from './process-tree';
import { readyChildrenOf } from './read-children';
import type { Servers } from './servers';

const CHILDREN = 2;

/** A supervisor with two children on one port. */
export class SupervisedFleet implements Fleet {
  readonly kind = 'supervised';
  private app: AppProcess | undefined;

  constructor(
    private readonly servers: Servers,
    private readonly checkout: string,
    /** Where clients call: all lines lead to the one port. */
    private readonly lines: readonly FaultProxy[],
  ) {}

  get urls(): readonly string[] {
    return this.app === undefined ? [] : [this.app.url];
  }

  async start(): Promise<void> {
    const { servers } = this;
    await this.app?.exited; // it gives its port back
    const app = await AppProcess.start({
      checkout: this.checkout,
      logFile: join(servers.folder, 'supervised.log'),
      port: this.app?.port,
      environment: {
        LINEHAUL_CHILDREN: String(CHILDREN),
        ...servers.environmentOf(0),
      },
    });
    this.app = app;
    for (const line of this.lines) {
      line.retarget(app.url);
      line.reset();
    }
  }

  async members(): Promise<readonly Member[]> {
    const children = await readyChildrenOf(this.app);
    return children.map(({ process, pid, child }) => ({ process, pids: [pid], place: child }));
  }

  killAll(): void {
    if (this.app?.isRunning !== true) return;
    const children = descendantsOf(this.app.pid);
    this.app.kill();
    signalAll(children, 'SIGKILL');
  }

  async stop(): Promise<void> {
    await this.app?.stop();
  }
}
