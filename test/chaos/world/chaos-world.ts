import { uuidv7 } from '#lib/kernel';
import type { NewCourier } from '#module/dispatch';
import type { PreparedClient } from '#module/gateway';
import { linkKey, type ImportedNetwork } from '#module/routing';
import { withSeedTools, type SeedTools } from '../../../apps/api/src/demo/seed-tools';
import type { SeedTarget } from '../../../apps/api/src/demo/seed.module';
import { benchNetwork, benchPoints, benchTimetables } from '../../../bench/world/bench-network';
import type { Credentials, MerchantAccess, OrderWorld } from '../client/plan';

export interface WorldOptions {
  /** Orders that the plentiful part must have room for. */
  readonly orders: number;
  readonly merchants: number;
  /** Seats of each trip to the zones that are hard to reach. */
  readonly scarceSeats: number;
  /** Parcels of the one courier in each zone that is short of couriers. */
  readonly scarceSlots: number;
  /** Units of each scarce SKU to begin with. */
  readonly scarceUnits: number;
}

const CURRENCY = 'CNY';
const PLENTY_MINOR = 500_000_000_000;
const [POOR_MERCHANTS, POOR_MINOR] = [2, 200_000];
const [SKUS, STOCK] = [200, 10_000_000];
const SCARCE_SKUS = ['SCARCE-1', 'SCARCE-2', 'SCARCE-3'];
/** Never reached, so that the limit is checked and never refuses. */
const RATE = { ratePerS: 1_000_000, burst: 1_000_000 };
const COURIER_PARCELS = 120;
/** Dispatch looks three days ahead. */
const DAYS = 3;
/** The last zones of the network are short of couriers, those before them of seats. */
const [SLOTLESS_ZONES, SEATLESS_ZONES] = [2, 2];

/** Fills a migrated database through the modules' faces: a country with plenty of everything, and some that runs short. */
export function buildWorld(target: SeedTarget, options: WorldOptions): Promise<OrderWorld> {
  return withSeedTools(target, async (tools) => {
    const network = await layNetwork(tools, options);
    const warehouseId = await fillWarehouses(tools, network.facilityIds, options);
    await enrolCouriers(tools, [...network.zoneIds.values()], options);
    const { merchants, operator } = await admitClients(tools, options.merchants);
    const points = benchPoints();
    const perZone = points.length / network.zoneIds.size;
    const scarcePoints = points.splice(-perZone * (SLOTLESS_ZONES + SEATLESS_ZONES));
    return {
      currency: CURRENCY,
      merchants,
      operator,
      points,
      scarcePoints,
      skus: plentySkus(),
      scarceSkus: SCARCE_SKUS,
      warehouseId,
      poorMerchants: POOR_MERCHANTS,
    };
  });
}

async function layNetwork(tools: SeedTools, { scarceSeats }: WorldOptions): Promise<ImportedNetwork> {
  const plan = benchNetwork();
  const imported = await tools.database.transaction(tools.ctx, async (tx) => {
    const network = await tools.routing.importNetwork(tools.ctx, tx, plan);
    const seatless = new Set(
      plan.zones.slice(-SLOTLESS_ZONES - SEATLESS_ZONES, -SLOTLESS_ZONES).map((zone) => zone.stationCode),
    );
    const scarceLinks = new Set(
      plan.links.filter(({ toCode }) => seatless.has(toCode)).map((link) => network.linkIds.get(keyOf(link))),
    );
    const timetables = benchTimetables(network).map((timetable) =>
      scarceLinks.has(timetable.linkId) ? { ...timetable, seats: scarceSeats } : timetable,
    );
    await tools.transport.importTimetables(tools.ctx, tx, timetables);
    return network;
  });
  await tools.routing.refresh();
  await tools.transport.planTrips(tools.ctx);
  return imported;
}

function keyOf({ fromCode, toCode }: { fromCode: string; toCode: string }): string {
  return linkKey(fromCode, toCode);
}

function plentySkus(): string[] {
  return Array.from({ length: SKUS }, (_, index) => `SKU-${String(index + 1).padStart(4, '0')}`);
}

/** Answers the one warehouse that holds what is scarce. */
async function fillWarehouses(
  { ctx, database, warehouse }: SeedTools,
  facilityIds: ReadonlyMap<string, string>,
  { scarceUnits }: WorldOptions,
): Promise<string> {
  const warehouses = [...facilityIds]
    .filter(([code]) => code.startsWith('WH'))
    .map(([code, facilityId]) => ({ id: uuidv7(), code, name: code, facilityId }));
  const [first] = warehouses;
  if (first === undefined) throw new Error('A network without a warehouse');
  const plenty = plentySkus().map((sku) => ({ sku, quantity: STOCK }));
  const scarce = SCARCE_SKUS.map((sku) => ({ sku, quantity: scarceUnits }));
  await database.transaction(ctx, async (tx) => {
    const skus = [...plenty, ...scarce].map(({ sku }) => ({ sku, name: sku, weightG: 500 }));
    await warehouse.createSkus(ctx, tx, skus);
    await warehouse.createWarehouses(ctx, tx, warehouses);
    for (const { id } of warehouses) {
      const lines = id === first.id ? [...plenty, ...scarce] : plenty;
      await warehouse.receive(ctx, tx, { warehouseId: id, lines, reason: 'opening stock' });
    }
  });
  return first.id;
}

async function enrolCouriers(
  { ctx, database, dispatch }: SeedTools,
  zoneIds: readonly string[],
  { orders, scarceSlots }: WorldOptions,
): Promise<void> {
  const perZone = 1 + Math.ceil(orders / (zoneIds.length * COURIER_PARCELS * DAYS));
  const courier = (zoneId: string, number: number, capacityParcels: number): NewCourier => ({
    zoneId,
    name: `Courier ${number}`,
    phone: `+86139${String(number).padStart(8, '0')}`,
    vehicle: 'van',
    capacityParcels,
    capacityG: capacityParcels * 5_000,
    schedule: [{ weekdays: 0b111_1111, startMinute: 0, endMinute: 1_440 }],
  });
  for (const [index, zoneId] of zoneIds.entries()) {
    const slotless = index >= zoneIds.length - SLOTLESS_ZONES;
    const couriers = slotless
      ? [courier(zoneId, index * perZone, scarceSlots)]
      : Array.from({ length: perZone }, (_, n) => courier(zoneId, index * perZone + n, COURIER_PARCELS));
    await database.transaction(ctx, (tx) => dispatch.enrolCouriers(ctx, tx, couriers));
  }
}

async function admitClients(
  { ctx, database, gateway, payment }: SeedTools,
  count: number,
): Promise<{ merchants: MerchantAccess[]; operator: Credentials }> {
  const names = Array.from({ length: count }, (_, index) => `merchant-${index + 1}`);
  const operatorInput = { clientId: 'operator', name: 'operator', role: 'operator' as const, ...RATE };
  const inputs = names.map((name) => ({ clientId: name, name, role: 'merchant' as const, ...RATE }));
  const [operator, ...prepared] = await gateway.prepareClients([operatorInput, ...inputs]);
  if (operator === undefined) throw new Error('No operator was prepared');
  const merchants: MerchantAccess[] = [];
  await database.transaction(ctx, async (tx) => {
    const bound: PreparedClient[] = [operator];
    for (const [index, client] of prepared.entries()) {
      const merchant = await gateway.createMerchant(ctx, tx, { name: client.input.name, currency: CURRENCY, ...RATE });
      const amountMinor = index < count - POOR_MERCHANTS ? PLENTY_MINOR : POOR_MINOR;
      await payment.topUp(ctx, tx, { merchantId: merchant.id, amountMinor, currency: CURRENCY });
      bound.push({ ...client, input: { ...client.input, merchantId: merchant.id } });
      merchants.push({ merchantId: merchant.id, clientId: client.input.name, clientSecret: client.secret });
    }
    await gateway.createClients(ctx, tx, bound);
  });
  return { merchants, operator: { clientId: 'operator', clientSecret: operator.secret } };
}
