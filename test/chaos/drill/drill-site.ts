import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../../../libs/database/migrate';
import { eventually } from '../../../libs/testing/eventually';
import { FaultProxy } from '../../../libs/testing/fault-proxy';
import { seedDemo } from '../../../apps/api/src/demo/seed';
import { withSeedTools } from '../../../apps/api/src/demo/seed-tools';
import { MIGRATIONS } from '../../../migrations';
import { CHECKOUT } from '../checkout';
import { AppProcess } from '../installation/app-process';
import { type ChildRow, readyChildrenOf } from '../installation/read-children';
import { descendantsOf, signalAll } from '../installation/process-tree';
import { Servers } from '../installation/servers';
import { SmallDisk } from '../installation/small-disk';
import { Client } from 'pg';
import { OnCall } from './on-call';
import { Operator } from './operator';

const SECRET = `whsec_${Buffer.from('drill').toString('base64')}`;
const TOPICS = ['performance', 'outage', 'integrity', 'watchdog'];
const CHILDREN = 2;
const READY_WITHIN_MS = 30_000;
const ADMIN = 'drill-admin';
const RATE = { ratePerS: 100_000, burst: 100_000 };

/** A real installation with the demo in it, lines that can fail between it and its servers, and somebody on call. */
export class DrillSite {
  private constructor(
    readonly servers: Servers,
    readonly postgresLine: FaultProxy,
    readonly redisLine: FaultProxy,
    readonly app: AppProcess,
    readonly operator: Operator,
    readonly onCall: OnCall,
  ) {}

  static async open(say: (line: string) => void): Promise<DrillSite> {
    const obstacle = SmallDisk.obstacle();
    if (obstacle !== undefined) say(`No small disk here: ${obstacle}`);
    const options = { checkout: CHECKOUT, smallDisk: obstacle === undefined, slowCommits: false, lines: false };
    const servers = await Servers.start(options);
    process.once('exit', () => {
      servers.killAll();
      servers.disk?.unmount();
    });
    const target = { databaseUrl: servers.postgresUrl, redisUrl: servers.redisUrl };
    await migrate({ url: servers.postgresUrl, migrations: MIGRATIONS });
    await seedDemo({ ...target, stateFolder: servers.folder });
    const secret = await withSeedTools(target, async ({ ctx, database, gateway }) => {
      const clients = await gateway.prepareClients([{ clientId: ADMIN, name: ADMIN, role: 'admin', ...RATE }]);
      await database.transaction(ctx, (tx) => gateway.createClients(ctx, tx, clients));
      return clients[0]?.secret ?? '';
    });
    const [postgresLine, redisLine] = [await FaultProxy.to(servers.postgresUrl), await FaultProxy.to(servers.redisUrl)];
    const app = await startApp(servers, postgresLine, redisLine);
    process.once('exit', () => signalAll([...descendantsOf(app.pid), app.pid], 'SIGKILL'));
    const operator = await Operator.signIn(app.url, ADMIN, secret);
    const onCall = await OnCall.open();
    const channel = { name: 'on call', kind: 'webhook', url: onCall.url, secret: SECRET };
    await operator.create('/v1/alerts/channels', { ...channel, topics: TOPICS, least_severity: 'none' });
    return new DrillSite(servers, postgresLine, redisLine, app, operator, onCall);
  }

  /** Where the demo finds out how to reach the installation. */
  get stateFolder(): string {
    return this.servers.folder;
  }

  children(): Promise<readonly ChildRow[]> {
    return readyChildrenOf(this.app);
  }

  /** The child that does not evaluate: it may be hurt without the one who watches noticing it late. */
  async bystander(): Promise<ChildRow> {
    const look = async (): Promise<ChildRow | undefined> => {
      const [row] = await this.sql<{ holder: string }>('select holder from live.monitor_lease');
      return (await this.children()).find(({ process }) => process !== row?.holder);
    };
    const child = await eventually(look, (found) => found !== undefined, READY_WITHIN_MS);
    if (child === undefined) throw new Error('Every child evaluates');
    return child;
  }

  async sql<Row extends object>(text: string): Promise<Row[]> {
    const client = new Client({ connectionString: this.servers.postgresUrl });
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  async close(keepFolder: boolean): Promise<void> {
    this.postgresLine.heal();
    await this.app.stop();
    await this.onCall.close();
    await Promise.all([this.postgresLine.close(), this.redisLine.close()]);
    await this.servers.stop(keepFolder);
  }
}

async function startApp(servers: Servers, postgresLine: FaultProxy, redisLine: FaultProxy): Promise<AppProcess> {
  const app = await AppProcess.start({
    checkout: CHECKOUT,
    logFile: join(servers.folder, 'app.log'),
    environment: {
      LINEHAUL_CHILDREN: String(CHILDREN),
      LINEHAUL_DISKS: join(servers.folder, servers.disk === undefined ? '' : 'postgres'),
      DATABASE_URL: postgresLine.urlOf(servers.postgresUrl),
      REDIS_URL: redisLine.urlOf(servers.redisUrl),
      NODE_OPTIONS: `--require ${join(CHECKOUT, 'dist', 'test', 'chaos', 'drill', 'shift-clock.js')}`,
    },
  });
  const file = join(servers.folder, 'demo.json');
  const demo = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...demo, base_url: app.url }), { mode: 0o600 });
  return app;
}
