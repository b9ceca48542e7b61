import { join } from 'node:path';
import { startServers, type BenchServers } from './bench-servers';
import { CHECKOUT } from './checkout';
import { startApplication, startYardstick, type ChildServer } from './child-server';

/** What takes requests as an installation does that is started by default: a supervisor with two children; no stages. */
export const TWO_CHILDREN = { LINEHAUL_ROLES: 'http', LINEHAUL_CHILDREN: '2' } as const;

/** The processes of one run: whatever was started is stopped at its end. */
export class Processes {
  private readonly started: ChildServer[] = [];

  constructor(private readonly servers: BenchServers) {}

  /** The application on this database, with a part of Redis of its own. */
  application(databaseUrl: string, environment: Readonly<Record<string, string>> = {}): Promise<ChildServer> {
    const own = {
      DATABASE_URL: databaseUrl,
      REDIS_URL: this.servers.redisUrl,
      REDIS_PREFIX: new URL(databaseUrl).pathname.slice(1),
      ...environment,
    };
    return this.keep(startApplication(CHECKOUT, own));
  }

  /** A script of `bench/yardstick`. */
  yardstick(
    script: string,
    databaseUrl: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<ChildServer> {
    const path = join(CHECKOUT, 'dist', 'bench', 'yardstick', `${script}.js`);
    return this.keep(
      startYardstick(path, { DATABASE_URL: databaseUrl, REDIS_URL: this.servers.redisUrl, ...environment }),
    );
  }

  /** Stops one before the end. */
  async end(child: ChildServer): Promise<void> {
    this.started.splice(this.started.indexOf(child), 1);
    await child.stop();
  }

  async stop(): Promise<void> {
    await Promise.all(this.started.splice(0).map((child) => child.stop()));
  }

  private async keep(starting: Promise<ChildServer>): Promise<ChildServer> {
    const child = await starting;
    this.started.push(child);
    return child;
  }
}

/** PostgreSQL, Redis and processes for one run of a scenario; nothing of them is left, however it ends. */
export async function withServers<T>(run: (servers: BenchServers, processes: Processes) => Promise<T>): Promise<T> {
  const servers = await startServers(CHECKOUT);
  const processes = new Processes(servers);
  try {
    return await run(servers, processes);
  } finally {
    await processes.stop();
    await servers.stop();
  }
}
