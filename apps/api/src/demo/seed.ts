import { statement, type Tx } from '#lib/database';
import { uuidv7 } from '#lib/kernel';
import type { PreparedClient, PreparedPassword } from '#module/gateway';
import { keepCredentials, type ConsoleCredentials, type DemoCredentials } from './demo-credentials';
import { DEMO_STOCK, demoSkus } from './demo-catalog';
import { demoClients } from './demo-clients';
import { demoCouriers } from './demo-couriers';
import { importDemoNetwork, type PlacedNetwork } from './seed-network';
import { type SeedTools, withSeedTools } from './seed-tools';

export interface DemoSeedOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Where `demo.json` is kept. */
  readonly stateFolder: string;
}

export interface SeededDemo {
  /** False when the database was in use already; it is left as it is. */
  readonly created: boolean;
  /** By client id; empty when nothing was created. */
  readonly clients: DemoCredentials;
  /** Who logs in to the console; undefined when nobody was made. */
  readonly console?: ConsoleCredentials;
}

/** What the demo merchant starts with: 50 million yuan, in fen. */
const BALANCE_MINOR = 5_000_000_000;
const CURRENCY = 'CNY';

// Nobody works here yet: there is neither a tenant nor anybody who could get a token.
const IS_UNUSED = statement(
  'demo.is-unused',
  `select not exists (select from merchants) and not exists (select from clients) as unused`,
);

// A demo from before there was a console has nobody who could log in.
const LACKS_USER = statement(
  'demo.lacks-user',
  `select exists (select from clients where client_id = 'demo-admin') and not exists (select from users) as lacks`,
);

// A seed may take its time, and who comes second waits for it: this transaction holds the turn and does nothing else.
const BE_PATIENT = statement(
  'demo.be-patient',
  `select set_config('statement_timeout', '120s', true), set_config('lock_timeout', '120s', true),
     set_config('idle_in_transaction_session_timeout', '0', true)`,
);

const TAKE_TURN = statement('demo.take-turn', `select pg_advisory_xact_lock(hashtextextended('linehaul.demo', 0))`);

/**
 * Fills an unused, migrated database with a country to deliver in: network, timetables, stock, couriers, a merchant
 * with money, and clients for all who play. Exactly once: the network is imported by codes, so that an interrupted seed
 * is simply begun again, and everything else is one transaction. The secrets, which the database keeps as hashes
 * alone, are in `demo.json` before it commits.
 */
export function seedDemo(options: DemoSeedOptions): Promise<SeededDemo> {
  return withSeedTools(options, (tools) =>
    tools.database.transaction(tools.ctx, async (turn) => {
      await turn.execute(BE_PATIENT);
      await turn.execute(TAKE_TURN);
      const [found] = await turn.query<{ unused: boolean }>(IS_UNUSED);
      if (found?.unused === true) return { created: true, ...(await seed(tools, options.stateFolder)) };
      const [demo] = await turn.query<{ lacks: boolean }>(LACKS_USER);
      const console =
        demo?.lacks === true ? await admitAdmin(tools, turn, await tools.gateway.preparePassword()) : undefined;
      return { created: false, clients: {}, console };
    }),
  );
}

async function seed(tools: SeedTools, stateFolder: string): Promise<Omit<SeededDemo, 'created'>> {
  const network = await importDemoNetwork(tools);
  const couriers = demoCouriers(network.zoneIds).map((courier) => ({ ...courier, id: uuidv7() }));
  const prepared = await prepareClients(
    tools,
    couriers.map(({ id }) => id),
  );
  const clients = credentialsOf(prepared);
  const password = await tools.gateway.preparePassword();
  const console = await tools.database.transaction(tools.ctx, async (tx) => {
    await stockWarehouses(tools, tx, network);
    await tools.dispatch.enrolCouriers(tools.ctx, tx, couriers);
    await admitClients(tools, tx, prepared);
    const credentials = await admitAdmin(tools, tx, password);
    keepCredentials(stateFolder, clients, credentials);
    return credentials;
  });
  return { clients, console };
}

/** Somebody who may log in to the console. */
async function admitAdmin({ gateway }: SeedTools, tx: Tx, prepared: PreparedPassword): Promise<ConsoleCredentials> {
  const input = { username: 'admin', displayName: 'Demo administrator', role: 'admin', locale: 'en' } as const;
  const { username } = await gateway.createUser(tx, input, prepared);
  return { username, password: prepared.password };
}

/** Two halves side by side: hashing is all that takes long here, and the gateway does two at once. */
async function prepareClients({ gateway }: SeedTools, courierIds: readonly string[]): Promise<PreparedClient[]> {
  const clients = demoClients(courierIds);
  const middle = Math.ceil(clients.length / 2);
  const halves = [clients.slice(0, middle), clients.slice(middle)];
  return (await Promise.all(halves.map((half) => gateway.prepareClients(half)))).flat();
}

function credentialsOf(prepared: readonly PreparedClient[]): DemoCredentials {
  return Object.fromEntries(
    prepared.map(({ input, secret }) => {
      const id = input.clientId ?? input.name;
      return [id, { client_id: id, client_secret: secret }];
    }),
  );
}

async function stockWarehouses({ ctx, warehouse }: SeedTools, tx: Tx, network: PlacedNetwork): Promise<void> {
  const skus = demoSkus();
  const warehouses = network.warehouses.map((facility) => ({ ...facility, id: uuidv7() }));
  const lines = skus.map(({ sku }) => ({ sku, quantity: DEMO_STOCK }));
  await warehouse.createSkus(ctx, tx, skus);
  await warehouse.createWarehouses(ctx, tx, warehouses);
  for (const { id } of warehouses) {
    await warehouse.receive(ctx, tx, { warehouseId: id, lines, reason: 'opening stock of the demo' });
  }
}

async function admitClients(
  { ctx, gateway, payment }: SeedTools,
  tx: Tx,
  prepared: readonly PreparedClient[],
): Promise<void> {
  const merchant = await gateway.createMerchant(ctx, tx, { name: 'Demo merchant', currency: CURRENCY });
  await payment.topUp(ctx, tx, { merchantId: merchant.id, amountMinor: BALANCE_MINOR, currency: CURRENCY });
  const bound = prepared.map((client) =>
    client.input.role === 'merchant' ? { ...client, input: { ...client.input, merchantId: merchant.id } } : client,
  );
  await gateway.createClients(ctx, tx, bound);
}
