import { migrate } from '#lib/database';
import { FaultProxy } from '../../../libs/testing/fault-proxy';
import { MIGRATIONS } from '../../../migrations';
import type { Fleet, Topology } from './fleet';
import { PairFleet } from './pair-fleet';
import { Servers, type ServersOptions } from './servers';
import { SupervisedFleet } from './supervised-fleet';

/** Clients know two addresses, whatever stands behind them. */
const ADDRESSES = 2;
/** Leads nowhere until a fleet is there. */
const NOWHERE = 'http://127.0.0.1:9';

/** All of Linehaul on this machine, for one run: servers, processes, and the lines between them and to the clients. */
export class Installation {
  private constructor(
    readonly servers: Servers,
    readonly apiLines: readonly FaultProxy[],
    private readonly checkout: string,
    private current: Fleet | undefined,
  ) {}

  /** A migrated database and no application yet. */
  static async create(options: ServersOptions): Promise<Installation> {
    const servers = await Servers.start(options);
    const lines = await Promise.all(
      Array.from({ length: options.lines ? ADDRESSES : 0 }, () => FaultProxy.to(NOWHERE)),
    );
    const installation = new Installation(servers, lines, options.checkout, undefined);
    process.once('exit', installation.killAll);
    await migrate({ url: servers.postgresUrl, migrations: MIGRATIONS });
    return installation;
  }

  get fleet(): Fleet {
    if (this.current === undefined) throw new Error('No application was started');
    return this.current;
  }

  /** Where clients call; without lines only as long as the application does not become another. */
  get baseUrls(): string[] {
    if (this.apiLines.length > 0) return this.apiLines.map((line) => `http://127.0.0.1:${line.port}`);
    const { urls } = this.fleet;
    return Array.from({ length: ADDRESSES }, (_, index) => urls[index % urls.length] ?? NOWHERE);
  }

  /** Starts this kind of fleet, leads the clients to it, and only then stops the one before. */
  async become(topology: Topology): Promise<void> {
    const before = this.current;
    const Kind = topology === 'pair' ? PairFleet : SupervisedFleet;
    this.current = new Kind(this.servers, this.checkout, this.apiLines);
    await this.current.start();
    await before?.stop();
  }

  async stop(keepFolder: boolean): Promise<void> {
    for (const line of [...this.servers.postgresLines, ...this.apiLines]) line.heal();
    await this.current?.stop();
    await Promise.all(this.apiLines.map((line) => line.close()));
    await this.servers.stop(keepFolder);
    process.off('exit', this.killAll);
  }

  private readonly killAll = (): void => {
    this.current?.killAll();
    this.servers.killAll();
  };
}
