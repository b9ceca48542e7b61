import { anOrder, eventually, type OrderBody } from '#lib/testing';
import { Api } from './api';

/** Where the world's one station delivers. */
const BEIJING = { lat: 39.92, lng: 116.44 };
const SHANGHAI = { lat: 31.23, lng: 121.47 };
const TERMINAL = ['delivered', 'returned', 'cancelled', 'rejected', 'expired', 'lost'];
const EVERY_DAY = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/**
 * The smallest world in which an order gets to the door: a warehouse in Shanghai with stock, a line-haul link with
 * departures, a station in Beijing with its zone and a courier, and a merchant with money. Built through the public API.
 */
export class World {
  private constructor(
    readonly admin: Api,
    readonly operator: Api,
    readonly viewer: Api,
    readonly scanner: Api,
    readonly courier: Api,
    readonly merchant: Api,
    readonly ids: WorldIds,
  ) {}

  /** Room for everything unless a test wants scarcity. */
  static async build(admin: Api, scarcity: Scarcity = {}): Promise<World> {
    const network = await buildNetwork(admin, scarcity.seats ?? 10_000);
    const warehouseId = await buildWarehouse(admin, network.warehouseFacilityId, scarcity.stock ?? 1_000_000);
    const courierId = await buildCourier(admin, network.zoneId, scarcity.courierParcels ?? 10_000);
    const merchant = await World.addMerchant(admin, scarcity.fundsMinor ?? 1_000_000_000);
    const role = (name: string): Promise<Api> => World.addClient(admin, { role: name });
    return new World(
      admin,
      await role('operator'),
      await role('viewer'),
      await role('scanner'),
      await World.addClient(admin, { role: 'courier', courier_id: courierId }),
      merchant.api,
      { ...network, warehouseId, courierId, merchantId: merchant.id },
    );
  }

  /** Places an order as the world's merchant; answers its id. */
  async place(order: OrderBody = anOrder().build()): Promise<string> {
    const answer = await this.merchant.create('/v1/orders', order).expect(201);
    return (answer.body as { id: string }).id;
  }

  /** Waits until the order is in that state; fails at once when it ended in another. */
  async reaches(orderId: string, status: string): Promise<OrderView> {
    const read = async (): Promise<OrderView> => {
      const answer = await this.operator.get(`/v1/orders/${orderId}`).expect(200);
      return answer.body as OrderView;
    };
    const order = await eventually(read, (seen) => seen.status === status || TERMINAL.includes(seen.status));
    if (order.status !== status) throw new Error(`Order ${orderId} ended ${order.status} instead of ${status}`);
    return order;
  }

  /** A client of that role, signed in. */
  static async addClient(
    admin: Api,
    client: { role: string; merchant_id?: string; courier_id?: string; scopes?: readonly string[] },
  ): Promise<Api> {
    const answer = await admin.create('/v1/clients', { name: `Test ${client.role}`, ...client }).expect(201);
    const { client_id: id, client_secret: secret } = answer.body as { client_id: string; client_secret: string };
    return Api.signIn(admin.baseUrl, id, secret);
  }

  /** Another tenant, with money. */
  static async addMerchant(admin: Api, fundsMinor: number): Promise<{ id: string; api: Api }> {
    const id = await created(admin, '/v1/merchants', { name: 'Red Lantern Trading', currency: 'CNY' });
    if (fundsMinor > 0) {
      await admin.create(`/v1/accounts/${id}/top-ups`, { amount_minor: fundsMinor, currency: 'CNY' }).expect(201);
    }
    return { id, api: await World.addClient(admin, { role: 'merchant', merchant_id: id }) };
  }
}

interface OrderView {
  readonly id: string;
  readonly status: string;
  readonly payment_status: string;
  readonly version: number;
}

/** How much there is of what orders compete for. */
export interface Scarcity {
  readonly seats?: number;
  readonly stock?: number;
  readonly courierParcels?: number;
  readonly fundsMinor?: number;
}

interface Network {
  readonly warehouseFacilityId: string;
  readonly stationId: string;
  readonly zoneId: string;
  readonly linkId: number;
}

export interface WorldIds extends Network {
  readonly warehouseId: string;
  readonly courierId: string;
  readonly merchantId: string;
}

async function created<Id = string>(admin: Api, path: string, body: object): Promise<Id> {
  const answer = await admin.create(path, body).expect(201);
  return (answer.body as { id: Id }).id;
}

async function buildNetwork(admin: Api, seats: number): Promise<Network> {
  const facility = (code: string, kind: string, at: object): Promise<string> =>
    created(admin, '/v1/facilities', { code, kind, name: code, country: 'CN', ...at });
  const warehouseFacilityId = await facility('WH-SHANGHAI', 'warehouse', SHANGHAI);
  const stationId = await facility('ST-BEIJING', 'station', BEIJING);
  const linkId = await created<number>(admin, '/v1/links', {
    from_facility_id: warehouseFacilityId,
    to_facility_id: stationId,
    distance_m: 1_200_000,
    duration_s: 36_000,
  });
  for (const departsMinute of [0, 360, 720, 1080]) {
    await created(admin, '/v1/timetables', { link_id: linkId, departs_minute: departsMinute, seats });
  }
  const zoneId = await created(admin, '/v1/zones', {
    code: 'BEIJING-1',
    name: 'Beijing',
    station_id: stationId,
    country: 'CN',
    radius_m: 50_000,
    ...BEIJING,
  });
  return { warehouseFacilityId, stationId, zoneId, linkId };
}

async function buildWarehouse(admin: Api, facilityId: string, stock: number): Promise<string> {
  const warehouseId = await created(admin, '/v1/warehouses', {
    code: 'SHANGHAI',
    name: 'Shanghai',
    facility_id: facilityId,
  });
  const skus = ['SKU-0001', 'SKU-0002'];
  for (const sku of skus) await admin.create('/v1/skus', { sku, name: sku, weight_g: 500 }).expect(201);
  if (stock > 0) {
    const lines = skus.map((sku) => ({ sku, quantity: stock }));
    await admin.create('/v1/stock/receipts', { warehouse_id: warehouseId, reason: 'Delivery', lines }).expect(201);
  }
  return warehouseId;
}

async function buildCourier(admin: Api, zoneId: string, capacityParcels: number): Promise<string> {
  const answer = await admin
    .create('/v1/couriers', {
      zone_id: zoneId,
      name: 'Wang Wei',
      phone: '+8613900139000',
      vehicle: 'van',
      capacity_parcels: capacityParcels,
      capacity_g: 50_000_000,
    })
    .expect(201);
  const { id, version } = answer.body as { id: string; version: number };
  const entries = [{ weekdays: EVERY_DAY, start: '00:00', end: '00:00' }];
  await admin.change('put', `/v1/couriers/${id}/schedule`, version, { entries }).expect(200);
  return id;
}
