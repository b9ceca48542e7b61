import { uuidv7 } from '#lib/kernel';
import type { PreparedClient } from '#module/gateway';
import type { NewCourier } from '#module/dispatch';
import { type SeedTools, withSeedTools } from '../../apps/api/src/demo/seed-tools';
import type { SeedTarget } from '../../apps/api/src/demo/seed.module';
import type { OrderPalette } from '../load/order-text';
import { benchNetwork, benchPoints, benchTimetables } from './bench-network';
import { tokensOf, type Credentials } from './tokens';

export interface WorldSize {
  readonly merchants: number;
  readonly couriersPerZone: number;
}

/** A country to place orders in: everything is there in plenty. */
export interface BenchWorld {
  readonly palette: OrderPalette;
  /** A SKU that nobody has in stock. */
  readonly soldOutSku: string;
  /** One bearer token per merchant, from the application on this port. */
  tokens(this: void, port: number): Promise<string[]>;
  /** A token that may read the orders of all merchants. */
  viewerToken(this: void, port: number): Promise<string>;
}

const SKUS = 1_000;
const STOCK = 10_000_000;
const BALANCE_MINOR = 500_000_000_000;
const CURRENCY = 'CNY';
const SOLD_OUT = 'SKU-SOLD-OUT';
/** High enough never to be reached, so that it is checked and never refuses. */
const RATE = { ratePerS: 100_000, burst: 200_000 };
/** Parcels of one courier over a day's shift. */
const COURIER_PARCELS = 120;

/** Fills a migrated database through the modules' faces. */
export function buildWorld(target: SeedTarget, size: WorldSize): Promise<BenchWorld> {
  return withSeedTools(target, async (tools) => {
    const imported = await tools.database.transaction(tools.ctx, async (tx) => {
      const ids = await tools.routing.importNetwork(tools.ctx, tx, benchNetwork());
      await tools.transport.importTimetables(tools.ctx, tx, benchTimetables(ids));
      return ids;
    });
    await tools.routing.refresh();
    await tools.transport.planTrips(tools.ctx);
    const skus = await fillWarehouses(tools, imported.facilityIds);
    await enrolCouriers(tools, [...imported.zoneIds.values()], size.couriersPerZone);
    const credentials = await admitMerchants(tools, size.merchants);
    const viewer = await admitViewer(tools);
    return {
      palette: { points: benchPoints(), skus, currency: CURRENCY },
      soldOutSku: SOLD_OUT,
      tokens: (port) => tokensOf(port, credentials),
      viewerToken: async (port) => (await tokensOf(port, [viewer]))[0] ?? '',
    };
  });
}

async function fillWarehouses(
  { ctx, database, warehouse }: SeedTools,
  facilityIds: ReadonlyMap<string, string>,
): Promise<string[]> {
  const skus = Array.from({ length: SKUS }, (_, index) => `SKU-${String(index + 1).padStart(4, '0')}`);
  const warehouses = [...facilityIds]
    .filter(([code]) => code.startsWith('WH'))
    .map(([code, facilityId]) => ({ id: uuidv7(), code, name: code, facilityId }));
  await database.transaction(ctx, async (tx) => {
    await warehouse.createSkus(
      ctx,
      tx,
      [...skus, SOLD_OUT].map((sku) => ({ sku, name: sku, weightG: 500 })),
    );
    await warehouse.createWarehouses(ctx, tx, warehouses);
    const lines = skus.map((sku) => ({ sku, quantity: STOCK }));
    for (const { id } of warehouses) {
      await warehouse.receive(ctx, tx, { warehouseId: id, lines, reason: 'opening stock' });
    }
  });
  return skus;
}

async function enrolCouriers(
  { ctx, database, dispatch }: SeedTools,
  zoneIds: readonly string[],
  perZone: number,
): Promise<void> {
  const courier = (zoneId: string, number: number): NewCourier => ({
    zoneId,
    name: `Courier ${number}`,
    phone: `+86139${String(number).padStart(8, '0')}`,
    vehicle: 'van',
    capacityParcels: COURIER_PARCELS,
    capacityG: COURIER_PARCELS * 5_000,
    schedule: [{ weekdays: 0b111_1111, startMinute: 0, endMinute: 1_440 }],
  });
  for (const [index, zoneId] of zoneIds.entries()) {
    const couriers = Array.from({ length: perZone }, (_, n) => courier(zoneId, index * perZone + n));
    await database.transaction(ctx, (tx) => dispatch.enrolCouriers(ctx, tx, couriers));
  }
}

async function admitMerchants({ ctx, database, gateway, payment }: SeedTools, count: number): Promise<Credentials[]> {
  const names = Array.from({ length: count }, (_, index) => `bench-merchant-${index + 1}`);
  const prepared = await gateway.prepareClients(
    names.map((name) => ({ clientId: name, name, role: 'merchant' as const, ...RATE })),
  );
  await database.transaction(ctx, async (tx) => {
    const bound: PreparedClient[] = [];
    for (const client of prepared) {
      const merchant = await gateway.createMerchant(ctx, tx, { name: client.input.name, currency: CURRENCY, ...RATE });
      await payment.topUp(ctx, tx, { merchantId: merchant.id, amountMinor: BALANCE_MINOR, currency: CURRENCY });
      bound.push({ ...client, input: { ...client.input, merchantId: merchant.id } });
    }
    await gateway.createClients(ctx, tx, bound);
  });
  return prepared.map(credentialsOf);
}

async function admitViewer({ ctx, database, gateway }: SeedTools): Promise<Credentials> {
  const name = 'bench-viewer';
  const [viewer] = await gateway.prepareClients([{ clientId: name, name, role: 'viewer' as const, ...RATE }]);
  if (viewer === undefined) throw new Error('No viewer');
  await database.transaction(ctx, (tx) => gateway.createClients(ctx, tx, [viewer]));
  return credentialsOf(viewer);
}

function credentialsOf({ input, secret }: PreparedClient): Credentials {
  return { clientId: input.clientId ?? input.name, clientSecret: secret };
}
