import { join } from 'node:path';
import type { FaultProxy } from '../../../libs/testing/fault-proxy';
import { AppProcess } from './app-process';
import type { Fleet, Member } from './fleet';
import type { Servers } from './servers';

interface Node {
  app: AppProcess | undefined;
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
    /** Where clients call: one line per node. */
    private readonly lines: readonly FaultProxy[],
  ) {
    this.nodes = lines.map(() => ({ app: undefined, starts: 0 }));
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
    const [node, line] = [this.nodes[place], this.lines[place]];
    if (node === undefined || line === undefined) return;
    const { servers } = this;
    const starts = node.starts + 1;
    const app = await AppProcess.start({
      checkout: this.checkout,
      logFile: join(servers.folder, `node-${place}.log`),
      environment: {
        LINEHAUL_CHILDREN: '0',
        LINEHAUL_PROCESS: processName(place, starts),
        DATABASE_URL: servers.postgresLines[place]?.urlOf(servers.postgresUrl) ?? servers.postgresUrl,
        REDIS_URL: servers.redisLine.urlOf(servers.redisUrl),
      },
    });
    Object.assign(node, { app, starts });
    line.retarget(app.url);
    line.reset();
    void app.exited.then(() => {
      if (!this.stopping && node.app === app)
        void this.startNode(place).catch((error: unknown) => console.error(error));
    });
  }
}

function processName(place: number, starts: number): string {
  return `node-${place}-${starts}`;
}
