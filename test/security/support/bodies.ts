import { randomUUID } from 'node:crypto';
import { anOrder } from '#lib/testing';
import type { StageIds } from './stage';

const HOUR_MS = 3_600_000;

/** An instant so many hours from now, as it goes over the wire. */
function inHours(hours: number): string {
  return new Date(Date.now() + hours * HOUR_MS).toISOString();
}

/** A code that nothing has yet. */
function freshCode(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8).toUpperCase()}`;
}

let templatesMade = 0;

/** A merchant has one template for each status. */
function nextStatus(): string {
  const statuses = [
    'picked_up',
    'out_for_delivery',
    'delivery_failed',
    'available_for_pickup',
    'delivered',
    'returned',
  ];
  return statuses[templatesMade++ % statuses.length] ?? '';
}

let shiftsMade = 0;

/** Each shift begins where the last one ended, so that none overlaps another. */
function nextShift(): object {
  shiftsMade++;
  return { starts_at: inHours(1_000 + 2 * shiftsMade), ends_at: inHours(1_001 + 2 * shiftsMade) };
}

/**
 * A valid body for each route that takes one, different each time where the route creates something. A new route
 * belongs in here: without an entry its tests fail.
 */
export const BODIES: Readonly<Record<string, (ids: StageIds) => unknown>> = {
  'BulkActionsController.start': ({ orderId }) => ({
    action: 'retry',
    order_ids: [orderId],
    reason: freshCode('Test'),
  }),
  'DeadLettersController.retry': ({ orderId }) => ({ order_ids: [orderId], reason: freshCode('Test') }),
  'DeadLettersController.discard': () => ({ order_ids: [randomUUID()], reason: freshCode('Test') }),
  'EmailTemplatesController.create': ({ merchantId }) => ({ merchant_id: merchantId, status: nextStatus() }),
  'EmailTemplatesController.change': () => ({ active: false }),
  'EmailTemplatesController.test': () => ({ to: 'somebody@example.com' }),
  'RemediationsController.run': () => ({ params: { stage: 'expiry' }, dry_run: true, reason: freshCode('Test') }),
  'TokenController.issue': () => ({ grant_type: 'client_credentials', client_id: 'nobody', client_secret: 'wrong' }),
  'SessionsController.logIn': () => ({ username: 'nobody', password: 'wrong' }),
  'UsersController.create': () => ({ username: freshCode('user').toLowerCase(), display_name: 'A', role: 'viewer' }),
  'UsersController.change': () => ({ display_name: 'Wang Fang' }),
  'UsersController.changeOwnLocale': () => ({ locale: 'zh' }),
  'UsersController.changeOwnPassword': () => ({ old_password: 'wrong', new_password: 'a long enough one' }),
  'SavedViewsController.create': () => ({
    resource: 'orders',
    name: freshCode('View'),
    filter: { status: 'received' },
  }),
  'SavedViewsController.change': () => ({ filter: { status: 'dispatched' } }),
  'MerchantsController.create': () => ({ name: freshCode('Merchant'), currency: 'CNY' }),
  'WebhookEndpointsController.create': (ids) => ({
    url: `https://hooks.invalid/${freshCode('shop')}`,
    merchant_id: ids.merchantId,
  }),
  'WebhookEndpointsController.change': () => ({ description: freshCode('Shop') }),
  'WebhookDeliveriesController.replayFailed': () => ({ since: inHours(-1) }),
  'MerchantsController.change': () => ({ name: 'Red Lantern Trading' }),
  'ClientsController.create': () => ({ name: freshCode('Client'), role: 'viewer' }),
  'KeysController.issue': () => ({ count: 1 }),
  'SettingsController.change': () => ({ values: { intake: { max_flights: 2 } }, reason: 'A test' }),
  'SettingsController.rollBack': () => ({ version: 1, reason: 'A test' }),
  'ChannelsController.create': () => ({
    name: freshCode('Channel'),
    kind: 'slack',
    url: 'http://127.0.0.1:9/x',
    active: false,
  }),
  'ChannelsController.change': () => ({ active: false }),
  'ChannelsController.test': (ids) => ({ channel_id: ids.channelId }),
  'AlertsController.silence': () => ({
    matchers: [{ name: 'alertname', is: 'equal', value: freshCode('Rule') }],
    minutes: 1,
    reason: 'A test',
  }),
  'AlertsController.receive': () => ({
    alerts: [{ status: 'resolved', labels: { alertname: 'DiskFull' }, startsAt: inHours(-1), endsAt: inHours(0) }],
  }),
  'IncidentsController.acknowledge': () => ({ note: 'A test' }),
  'AccountsController.topUp': () => ({ amount_minor: 1 + Math.floor(Math.random() * 1e6), currency: 'CNY' }),
  'SkusController.create': () => ({ sku: freshCode('SKU'), name: 'Green tea', weight_g: 320 }),
  'SkusController.change': () => ({ name: 'Green tea, 250 g' }),
  'StockController.receive': (ids) => ({
    warehouse_id: ids.warehouseId,
    reason: freshCode('Delivery'),
    lines: [{ sku: 'SKU-0001', quantity: 1 }],
  }),
  'StockController.adjust': (ids) => ({
    warehouse_id: ids.warehouseId,
    sku: 'SKU-0001',
    quantity_delta: 1,
    reason: freshCode('Counted'),
  }),
  'WarehousesController.create': (ids) => ({ code: freshCode('WH'), name: 'Beijing', facility_id: ids.stationId }),
  'WarehousesController.change': () => ({ name: 'Shanghai' }),
  'FacilitiesController.create': () => ({
    code: freshCode('HUB'),
    kind: 'hub',
    name: 'Wuhan hub',
    lat: 30.58,
    lng: 114.27,
    country: 'CN',
  }),
  'FacilitiesController.change': () => ({ name: 'Beijing station' }),
  'LinksController.create': (ids) => ({
    from_facility_id: ids.stationId,
    to_facility_id: ids.warehouseFacilityId,
    distance_m: 1_200_000 + Math.floor(Math.random() * 1_000),
    duration_s: 36_000,
  }),
  'LinksController.change': () => ({ closed: false }),
  'ZonesController.create': (ids) => ({
    code: freshCode('ZONE'),
    name: 'Beijing south',
    station_id: ids.stationId,
    country: 'CN',
    lat: 39.8,
    lng: 116.4,
    radius_m: 1_000,
  }),
  'ZonesController.change': () => ({ name: 'Beijing' }),
  'RoutesController.compute': (ids) => ({
    from: { facility_id: ids.warehouseFacilityId },
    to: { zone_id: ids.zoneId },
  }),
  'TimetablesController.create': (ids) => ({
    link_id: ids.linkId,
    departs_minute: 1 + Math.floor(Math.random() * 359),
    seats: 10,
  }),
  'TimetablesController.change': () => ({ seats: 10_000 }),
  'CouriersController.create': (ids) => ({
    zone_id: ids.zoneId,
    name: freshCode('Courier'),
    phone: '+8613900139001',
    vehicle: 'van',
    capacity_parcels: 10,
    capacity_g: 100_000,
  }),
  'CouriersController.change': () => ({ name: 'Wang Wei' }),
  'CouriersController.record': () => ({ lat: 39.92, lng: 116.44, recorded_at: inHours(0) }),
  'CourierShiftsController.replace': () => ({ entries: [] }),
  'CourierShiftsController.add': () => nextShift(),
  'DispatchDeskController.reassign': ({ courierId }) => ({ courier_id: courierId, reason: 'A test' }),
  'OrdersController.place': () => anOrder().build(),
  'OrderBatchController.place': () => [{ idempotency_key: randomUUID(), ...anOrder().build() }],
  'OrdersController.cancel': () => ({ reason_code: 'merchant_request' }),
  'ServiceabilityController.ask': () => ({
    address: { country: 'CN', lat: 39.92, lng: 116.44 },
    lines: [{ sku: 'SKU-0001', quantity: 1 }],
  }),
  'ScansController.record': (ids) => [
    {
      event_id: randomUUID(),
      waybill: ids.waybill,
      code: 'delayed',
      facility_id: ids.stationId,
      occurred_at: inHours(0),
    },
  ],
  'TasksController.report': () => ({ event_id: randomUUID(), code: 'delayed', occurred_at: inHours(0) }),
};
