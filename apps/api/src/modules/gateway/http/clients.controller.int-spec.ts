import { Database } from '#lib/database';
import { systemContext } from '#lib/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayFacade } from '../gateway.facade';
import { GatewayWorld, type Answer, type GatewayProcess } from '../testing/gateway-world';

const NOBODY = '0199f0c2-0000-7000-8000-00000000ffff';

let world: GatewayWorld;
let gateway: GatewayProcess;
let admin: string;
let operator: string;
let merchantId: string;

beforeAll(async () => {
  world = await GatewayWorld.create();
  gateway = await world.process();
  merchantId = (await gateway.createMerchant()).id;
  admin = await gateway.tokenFor({ role: 'admin', clientId: 'root' });
  operator = await gateway.tokenFor({ role: 'operator' });
});
afterAll(() => world.close());

let keys = 0;
function create(body: object, token = operator, key = `key-${++keys}`): Promise<Answer> {
  return gateway.call('POST', '/v1/clients', { token, body, headers: { 'idempotency-key': key } });
}

function change(id: unknown, command: 'rotate' | 'revoke', version: number, token = operator): Promise<Answer> {
  const headers = { 'if-match': `"${version}"` };
  return gateway.call('POST', `/v1/clients/${String(id)}/${command}`, { token, headers });
}

describe('POST /v1/clients', () => {
  it('creates a client whose secret works, and shows it once', async () => {
    const body = { name: 'Web shop', role: 'merchant', merchant_id: merchantId, client_id: 'web-shop' };
    const first = await create(body, operator, 'once');
    const { client_secret: secret, ...view } = first.body;
    expect(first).toMatchObject({
      status: 201,
      headers: { etag: '"1"', location: `/v1/clients/${String(view['id'])}` },
    });
    expect(secret).toMatch(/^lhs_[\w-]{43}$/);
    expect((await gateway.requestToken({ clientId: 'web-shop', secret: String(secret) })).status).toBe(200);
    const replay = await create(body, operator, 'once');
    expect(replay).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' } });
    expect(replay.body).toEqual(view);
    const read = await gateway.call('GET', `/v1/clients/${String(view['id'])}`, { token: operator });
    expect(read).toMatchObject({ status: 200, headers: { etag: '"1"' } });
    expect(read.body).toEqual(view);
  });

  it('refuses what does not fit together', async () => {
    const refused = async (body: object): Promise<unknown[]> => {
      const answer = await create({ name: 'X', ...body });
      return [answer.status, answer.body['code']];
    };
    expect(await refused({ role: 'merchant' })).toEqual([422, 'gateway.invalid_binding']);
    expect(await refused({ role: 'viewer', courier_id: NOBODY })).toEqual([422, 'gateway.invalid_binding']);
    expect(await refused({ role: 'merchant', merchant_id: NOBODY })).toEqual([422, 'gateway.unknown_merchant']);
    expect(await refused({ role: 'viewer', client_id: 'root' })).toEqual([409, 'gateway.client_id_taken']);
    expect(await refused({ role: 'viewer', rate_per_s: 5 })).toEqual([400, 'request.invalid']);
    expect(await refused({ role: 'emperor' })).toEqual([400, 'request.invalid']);
    expect(await refused({ role: 'viewer', scopes: ['everything'] })).toEqual([400, 'request.invalid']);
  });

  it('of clients that race for one client id, one gets it and the others are told', async () => {
    const facade = gateway.app.get(GatewayFacade);
    const database = gateway.app.get(Database);
    const ctx = systemContext('test');
    const racers = Array.from({ length: 4 }, () => ({ name: 'Race', role: 'viewer', clientId: 'racer' }) as const);
    const prepared = await facade.prepareClients(racers);
    const outcomes = await Promise.allSettled(
      prepared.map((one) => database.transaction(ctx, (tx) => facade.createClients(ctx, tx, [one]))),
    );
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refused).toHaveLength(3);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'gateway.client_id_taken' });
  });

  it('nobody hands out more rights than it has', async () => {
    for (const role of ['operator', 'admin']) {
      expect(await create({ name: 'X', role })).toMatchObject({
        status: 403,
        body: { code: 'gateway.role_forbidden' },
      });
      expect(await create({ name: 'X', role }, admin)).toMatchObject({ status: 201 });
    }
    const { client } = await gateway.createClient({ name: 'A', role: 'admin' });
    for (const command of ['rotate', 'revoke'] as const) {
      const refused = await change(client.id, command, 1);
      expect(refused).toMatchObject({ status: 403, body: { code: 'gateway.role_forbidden' } });
    }
    const loadtest = { name: 'X', role: 'viewer', scopes: ['loadtest'] };
    expect(await create(loadtest)).toMatchObject({ status: 403, body: { code: 'gateway.scope_forbidden' } });
    expect(await create(loadtest, admin)).toMatchObject({ status: 201, body: { scopes: ['loadtest'] } });
    const viewer = await gateway.tokenFor({ role: 'viewer' });
    expect((await create({ name: 'X', role: 'viewer' }, viewer)).status).toBe(403);
  });
});

describe('GET /v1/clients', () => {
  it('pages newest first, filtered, without secrets', async () => {
    const mine = [];
    for (let number = 1; number <= 3; number++) {
      mine.push((await gateway.createClient({ name: `S${number}`, role: 'scanner' })).client.id);
    }
    const first = await gateway.call('GET', '/v1/clients?role=scanner&limit=2', { token: operator });
    const { data, page_info: info } = first.body as { data: { id: string }[]; page_info: { next_cursor: string } };
    expect(data.map(({ id }) => id)).toEqual([mine[2], mine[1]]);
    const rest = await gateway.call('GET', `/v1/clients?role=scanner&limit=2&cursor=${info.next_cursor}`, {
      token: operator,
    });
    expect(rest.body).toMatchObject({ data: [{ id: mine[0] }], page_info: { has_next_page: false } });
    expect(JSON.stringify(first.body)).not.toMatch(/secret_hash|argon2|lhs_/);
    const byMerchant = await gateway.call('GET', `/v1/clients?merchant_id=${NOBODY}&status=active`, {
      token: operator,
    });
    expect(byMerchant.body['data']).toEqual([]);
  });

  it('400 for a cursor that is none of this list, 404 for a client that is not there', async () => {
    const cursor = Buffer.from('x').toString('base64url');
    expect((await gateway.call('GET', `/v1/clients?cursor=${cursor}`, { token: operator })).status).toBe(400);
    expect((await gateway.call('GET', `/v1/clients/${NOBODY}`, { token: operator })).status).toBe(404);
    for (const command of ['rotate', 'revoke'] as const) {
      expect((await change(NOBODY, command, 1)).status).toBe(404);
    }
  });
});

describe('rotation', () => {
  it('the former secret works for the grace period, and no longer', async () => {
    const { client, secret: former } = await gateway.createClient({ name: 'R', role: 'viewer' });
    const rotated = await change(client.id, 'rotate', 1);
    expect(rotated).toMatchObject({ status: 200, headers: { etag: '"2"', 'cache-control': 'no-store' } });
    const current = String(rotated.body['client_secret']);
    const works = async (secret: string): Promise<number> =>
      (await gateway.requestToken({ clientId: client.clientId, secret })).status;
    expect([await works(former), await works(current)]).toEqual([200, 200]);
    world.clock.advanceS(86_399);
    expect(await works(former)).toBe(200);
    world.clock.advanceS(2);
    expect([await works(former), await works(current)]).toEqual([401, 200]);
    operator = await gateway.tokenFor({ role: 'operator' });
    admin = await gateway.tokenFor({ role: 'admin' });
  });

  it('a second rotation ends the secret before the former one at once', async () => {
    const { client, secret } = await gateway.createClient({ name: 'R', role: 'viewer' });
    await change(client.id, 'rotate', 1);
    await change(client.id, 'rotate', 2);
    expect((await gateway.requestToken({ clientId: client.clientId, secret })).status).toBe(401);
  });

  it('412 for another version, 428 without one, 409 once revoked', async () => {
    const { client } = await gateway.createClient({ name: 'R', role: 'viewer' });
    expect((await change(client.id, 'rotate', 7)).status).toBe(412);
    expect((await gateway.call('POST', `/v1/clients/${client.id}/rotate`, { token: operator })).status).toBe(428);
    expect(await change(client.id, 'revoke', 1)).toMatchObject({
      status: 200,
      body: { status: 'revoked', version: 2 },
    });
    expect(await change(client.id, 'revoke', 2)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await change(client.id, 'rotate', 2)).toMatchObject({
      status: 409,
      body: { code: 'gateway.client_revoked' },
    });
  });
});
