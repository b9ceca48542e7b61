import { join } from 'node:path';
import type { FaultProxy } from '../../../libs/testing/fault-proxy';
import { AppProcess } from './app-process';
import type { Fleet, Member } from './fleet';
import { descendantsOf, signalAll } from './process-tree';
import { readyChildrenOf } from './read-children';
import type { Servers } from './servers';

const NODES = 2;

interface Node {
  app: AppProcess | undefined;
  /** Kept from its first start on. */
  port: number | undefined;
}

/** Two installations of one child each; one that ends is started again at once, as a process manager would. */
export class PairFleet implements Fleet {
  readonly kind = 'pair';
  private readonly nodes: readonly Node[];
  private stopping = false;

  constructor(
    private readonly servers: Servers,
    private readonly checkout: string,
    /** Where clients call: one line per node, or none. */
    private readonly lines: readonly FaultProxy[],
  ) {
    this.nodes = Array.from({ length: NODES }, () => ({ app: undefined, port: undefined }));
  }

  get urls(): readonly string[] {
    return this.nodes.flatMap(({ port }) => (port === undefined ? [] : [`http://127.0.0.1:${port}`]));
  }

  async start(): Promise<void> {
    this.stopping = false;
    await Promise.all(this.nodes.map((_, place) => this.startNode(place)));
  }

  async members(): Promise<readonly Member[]> {
    const members = this.nodes.map(async ({ app }, place) => {
      const [child] = await readyChildrenOf(app);
      if (app === undefined || child === undefined) return [];
      return [{ process: child.process, pids: [child.pid, app.pid], place }];
    });
    return (await Promise.all(members)).flat();
  }

  killAll(): void {
    for (const node of this.nodes) {
      const { app } = node;
      node.app = undefined;
      if (app !== undefined) signalAll([app.pid, ...descendantsOf(app.pid)], 'SIGKILL');
    }
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.nodes.flatMap(({ app }) => app?.stop() ?? []));
  }

  private async startNode(place: number): Promise<void> {
    const node = this.nodes[place];
    if (node === undefined) return;
    const { servers } = this;
    const app = await AppProcess.start({
      checkout: this.checkout,
      logFile: join(servers.folder, `node-${place}.log`),
      port: node.port,
      environment: { LINEHAUL_CHILDREN: '1', ...servers.environmentOf(place) },
    });
    Object.assign(node, { app, port: app.port });
    this.lines[place]?.retarget(app.url);
    this.lines[place]?.reset();
    void app.exited.then(() => {
      if (!this.stopping && node.app === app)
        void this.startNode(place).catch((error: unknown) => console.error(error));
    });
  }
}
