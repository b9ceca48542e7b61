import { anOrder, eventually } from '#lib/testing';
import { Api } from '../../support/api';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** What there is to look at. */
export interface ConsoleStage {
  /** An order that has a courier. */
  readonly dispatchedId: string;
  /** An order whose merchant has no money. */
  readonly waitingId: string;
  readonly waitingReference: string;
  readonly merchantId: string;
  readonly incidentId: string;
  readonly endpointId: string;
  readonly courierId: string;
  readonly warehouseId: string;
  readonly templateId: string;
}

const ORDERS = 24;

/** Somebody who may look at everything and change nothing. */
export async function addViewer(admin: Api): Promise<Credentials> {
  const user = { username: 'onlooker', display_name: 'Onlooker', role: 'viewer', locale: 'en' };
  const answer = await admin.create('/v1/users', user).expect(201);
  return { username: user.username, password: (answer.body as { password: string }).password };
}

export async function setStage(baseUrl: string, admin: Api, merchant: Api): Promise<ConsoleStage> {
  const first = await placeOrders(merchant);
  const poor = await addPoorMerchant(baseUrl, admin);
  const waitingReference = 'POOR-1';
  const answer = await poor.api.create('/v1/orders', anOrder().withReference(waitingReference).build()).expect(201);
  const waitingId = (answer.body as { id: string }).id;
  await Promise.all([reaches(admin, first, 'dispatched'), reaches(admin, waitingId, 'awaiting_payment')]);
  return {
    dispatchedId: first,
    waitingId,
    waitingReference,
    merchantId: poor.id,
    incidentId: await raiseIncident(baseUrl, admin),
    endpointId: await registerEndpoint(admin, poor.id),
    courierId: await firstOf(admin, '/v1/couriers'),
    warehouseId: await firstOf(admin, '/v1/warehouses'),
    templateId: await writeTemplate(admin, poor.id),
  };
}

/** In one request, which can be repeated: a process that has just started may turn it away. */
async function placeOrders(merchant: Api): Promise<string> {
  const orders = Array.from({ length: ORDERS }, (_, index) => {
    const reference = `SO-${10_001 + index}`;
    const order = anOrder()
      .withReference(reference)
      .paying(4_900 + 700 * index);
    return { idempotency_key: reference, ...order.build() };
  });
  await eventually(
    () => merchant.post('/v1/orders/batch', orders),
    ({ status }) => status === 200,
    30_000,
  );
  const answer = await merchant.get('/v1/orders?reference=SO-10001').expect(200);
  const [first] = (answer.body as { data: { id: string }[] }).data;
  if (first === undefined) throw new Error('No order was placed');
  return first.id;
}

async function addPoorMerchant(baseUrl: string, admin: Api): Promise<{ id: string; api: Api }> {
  const merchant = await admin.create('/v1/merchants', { name: 'Brook & Sons', currency: 'CNY' }).expect(201);
  const { id } = merchant.body as { id: string };
  return { id, api: await addClient(baseUrl, admin, { name: 'brook', role: 'merchant', merchant_id: id }) };
}

async function addClient(baseUrl: string, admin: Api, client: object): Promise<Api> {
  const answer = await admin.create('/v1/clients', client).expect(201);
  const { client_id: id, client_secret: secret } = answer.body as { client_id: string; client_secret: string };
  return Api.signIn(baseUrl, id, secret);
}

async function reaches(admin: Api, orderId: string, status: string): Promise<void> {
  const read = async (): Promise<string> => {
    const answer = await admin.get(`/v1/orders/${orderId}`).expect(200);
    return (answer.body as { status: string }).status;
  };
  await eventually(read, (seen) => seen === status, 30_000);
}

/** As an Alertmanager beside this installation would report it. */
async function raiseIncident(baseUrl: string, admin: Api): Promise<string> {
  const teller = await addClient(baseUrl, admin, { name: 'alertmanager', role: 'operator', scopes: ['alertmanager'] });
  const alert = {
    status: 'firing',
    labels: { alertname: 'DiskAlmostFull', severity: 'critical', instance: 'db-1' },
    annotations: { summary: 'The disk of db-1 is 93 % full' },
    startsAt: new Date().toISOString(),
  };
  await teller.post('/v1/alerts/alertmanager', { alerts: [alert] }).expect(200);
  const list = async (): Promise<readonly { id: string; rule: string }[]> => {
    const answer = await admin.get('/v1/incidents').expect(200);
    return (answer.body as { data: { id: string; rule: string }[] }).data;
  };
  const [incident] = await eventually(list, (seen) => seen.length > 0, 30_000);
  return incident?.id ?? '';
}

async function registerEndpoint(admin: Api, merchantId: string): Promise<string> {
  const endpoint = { merchant_id: merchantId, url: 'https://shop.example.com/hooks/linehaul', description: 'The shop' };
  const answer = await admin.create('/v1/webhook-endpoints', endpoint).expect(201);
  return (answer.body as { id: string }).id;
}

async function firstOf(admin: Api, path: string): Promise<string> {
  const answer = await admin.get(`${path}?limit=1`).expect(200);
  const [first] = (answer.body as { data: { id: string }[] }).data;
  return first?.id ?? '';
}

async function writeTemplate(admin: Api, merchantId: string): Promise<string> {
  const template = { merchant_id: merchantId, status: 'delivered', language: 'en' };
  const answer = await admin.create('/v1/email-templates', template).expect(201);
  return (answer.body as { id: string }).id;
}
