import { join } from 'node:path';
import type { FaultProxy } from '../../../libs/testing/fault-proxy';
import { AppProcess } from './app-process';
import type { Fleet, Member } from './fleet';
import type { Servers } from './servers';

const NODES = 2;

interface Node {
  app: AppProcess | undefined;
  /** Kept from its first start on. */
  port: number | undefined;
  starts: number;
}

/** Two processes without a supervisor; one that ends is started again at once, as a process manager would. */
export class PlainFleet implements Fleet {
  readonly kind = 'plain';
  private readonly nodes: readonly Node[];
  private stopping = false;

  constructor(
    private readonly servers: Servers,
    private readonly checkout: string,
    /** Where clients call: one line per node, or none. */
    private readonly lines: readonly FaultProxy[],
  ) {
    this.nodes = Array.from({ length: NODES }, () => ({ app: undefined, port: undefined, starts: 0 }));
  }

  get urls(): readonly string[] {
    return this.nodes.flatMap(({ port }) => (port === undefined ? [] : [`http://127.0.0.1:${port}`]));
  }

  async start(): Promise<void> {
    this.stopping = false;
    await Promise.all(this.nodes.map((_, place) => this.startNode(place)));
  }

  members(): Promise<readonly Member[]> {
    const members = this.nodes.flatMap((node, place) => {
      if (node.app?.isRunning !== true) return [];
      return [{ process: processName(place, node.starts), pid: node.app.pid, place }];
    });
    return Promise.resolve(members);
  }

  killAll(): void {
    for (const node of this.nodes) {
      node.app?.kill();
      node.app = undefined;
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
    const starts = node.starts + 1;
    const app = await AppProcess.start({
      checkout: this.checkout,
      logFile: join(servers.folder, `node-${place}.log`),
      port: node.port,
      environment: {
        LINEHAUL_CHILDREN: '0',
        LINEHAUL_PROCESS: processName(place, starts),
        ...servers.environmentOf(place),
      },
    });
    Object.assign(node, { app, starts, port: app.port });
    this.lines[place]?.retarget(app.url);
    this.lines[place]?.reset();
    void app.exited.then(() => {
      if (!this.stopping && node.app === app)
        void this.startNode(place).catch((error: unknown) => console.error(error));
    });
  }
}

function processName(place: number, starts: number): string {
  return `node-${place}-${starts}`;
}
