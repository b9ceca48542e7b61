import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKPOINTS, removeServerData, startPostgres, startRedis, type EmbeddedServer } from '#lib/embedded';
import { RUN_PREFIX, sweepAbandonedRuns } from '../../../libs/testing/abandoned-runs';
import { eventually } from '../../../libs/testing/eventually';
import { FaultProxy } from '../../../libs/testing/fault-proxy';
import { descendantsOf, isAlive, signalAll } from './process-tree';
import { SmallDisk } from './small-disk';

const DATABASE = 'chaos';
/** A postmaster that was killed leaves backends that end by themselves; longer than this they are helped. */
const ORPHANS_MS = 3_000;
const DISK_MEBIBYTES = 700;

export interface ServersOptions {
  readonly checkout: string;
  /** PostgreSQL's data on a disk that can be filled. */
  readonly smallDisk: boolean;
  /** Commits hold their locks for a tenth of a second. */
  readonly slowCommits: boolean;
  /** Between the application and PostgreSQL: a run that does not need them has more of the machine for what it tests. */
  readonly lines: boolean;
}

/** PostgreSQL (fsync on) and Redis of this run alone, which keep their addresses; on request behind lines that can fail. */
export class Servers {
  readonly disk: SmallDisk | undefined;

  private constructor(
    /** Everything of the run is in here. */
    readonly folder: string,
    private readonly options: ServersOptions,
    private postgres: EmbeddedServer,
    private redis: EmbeddedServer,
    /** One line per node, so that one can fail alone. */
    readonly postgresLines: readonly FaultProxy[],
    disk: SmallDisk | undefined,
  ) {
    this.disk = disk;
  }

  static async start(options: ServersOptions): Promise<Servers> {
    // The prefix and the owner's id let any later run clear up after one that was killed.
    await sweepAbandonedRuns(options.checkout);
    const folder = mkdtempSync(join(tmpdir(), `${RUN_PREFIX}chaos-`));
    chmodSync(folder, 0o711);
    writeFileSync(join(folder, 'owner'), String(process.pid));
    const disk = options.smallDisk ? SmallDisk.mount(join(folder, 'postgres'), DISK_MEBIBYTES) : undefined;
    const postgres = await bootPostgres(folder, options);
    const redis = await bootRedis(folder, options);
    const lines = options.lines ? [await FaultProxy.to(postgres.url), await FaultProxy.to(postgres.url)] : [];
    return new Servers(folder, options, postgres, redis, lines, disk);
  }

  /** Without a line in between: for the harness itself. */
  get postgresUrl(): string {
    return this.postgres.url;
  }

  get redisUrl(): string {
    return this.redis.url;
  }

  /** Where the node at `place` finds its servers. */
  environmentOf(place: number): { readonly DATABASE_URL: string; readonly REDIS_URL: string } {
    const { postgresUrl, redisUrl } = this;
    return { DATABASE_URL: this.postgresLines[place]?.urlOf(postgresUrl) ?? postgresUrl, REDIS_URL: redisUrl };
  }

  /** The postmaster first, then all its processes. */
  postgresPids(): number[] {
    return [this.postgres.pid, ...descendantsOf(this.postgres.pid)];
  }

  get redisPid(): number {
    return this.redis.pid;
  }

  get isPostgresAlive(): boolean {
    return isAlive(this.postgres.pid);
  }

  killPostgres(): { restart: () => Promise<void> } {
    const [postmaster, ...backends] = this.postgresPids();
    if (postmaster !== undefined) signalAll([postmaster], 'SIGKILL');
    return { restart: () => this.restartPostgres(backends) };
  }

  killRedis(): { restart: () => Promise<void> } {
    signalAll([this.redis.pid], 'SIGKILL');
    return { restart: () => this.restartRedis() };
  }

  /** Resolves when it accepts connections again. */
  async restartPostgres(orphans: readonly number[] = []): Promise<void> {
    await this.postgres.exited;
    await this.outlive(orphans);
    this.postgres = await bootPostgres(this.folder, this.options, this.postgres.port);
  }

  /** Backends notice by themselves that their postmaster is dead; they are no children of ours, so nothing tells when. */
  private async outlive(orphans: readonly number[]): Promise<void> {
    const alive = (): number[] => orphans.filter(isAlive);
    const gone = (left: readonly number[]): boolean => left.length === 0;
    await eventually(alive, gone, ORPHANS_MS).catch(() => {
      signalAll(orphans, 'SIGKILL');
      return eventually(alive, gone, ORPHANS_MS);
    });
  }

  /** At the last moment of the process: nothing of ours stays behind. */
  killAll(): void {
    signalAll([...this.postgresPids(), this.redis.pid], 'SIGCONT');
    this.postgres.kill();
    this.redis.kill();
  }

  async stop(keepFolder: boolean): Promise<void> {
    this.disk?.free();
    signalAll([...this.postgresPids(), this.redis.pid], 'SIGCONT');
    await Promise.all(this.postgresLines.map((line) => line.close()));
    await Promise.all([this.postgres.stop(), this.redis.stop()]);
    this.disk?.unmount();
    // Whoever clears up after killed runs leaves a folder without an owner alone.
    if (keepFolder) rmSync(join(this.folder, 'owner'));
    else removeServerData(this.folder);
  }

  private async restartRedis(): Promise<void> {
    await this.redis.exited;
    this.redis = await bootRedis(this.folder, this.options, this.redis.port);
  }
}

/** `port`: of the server that is started again. */
function bootPostgres(stateFolder: string, options: ServersOptions, port?: number): Promise<EmbeddedServer> {
  const { checkout, smallDisk, slowCommits } = options;
  return startPostgres({
    checkout,
    stateFolder,
    durable: true,
    database: DATABASE,
    ...(port === undefined ? {} : { port }),
    settings: {
      ...CHECKPOINTS,
      // On the small disk the log must not fill what is left by itself.
      ...(smallDisk ? { max_wal_size: '128MB', min_wal_size: '32MB' } : {}),
      ...(slowCommits ? { commit_delay: '100000', commit_siblings: '0' } : {}),
    },
  });
}

function bootRedis(stateFolder: string, { checkout }: ServersOptions, port?: number): Promise<EmbeddedServer> {
  const cacheFolder = join(checkout, '.linehaul', 'cache');
  const again = port === undefined ? {} : { port };
  return startRedis({ stateFolder, cacheFolder, durable: true, environment: process.env, ...again });
}
