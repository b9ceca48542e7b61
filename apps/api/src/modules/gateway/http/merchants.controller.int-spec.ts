import { TransactionalEvents } from '#lib/database';
import { DomainError } from '#lib/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MerchantCreated, MerchantCreditLimitChanged } from '../gateway.events';
import { GatewayFacade } from '../gateway.facade';
import { GatewayWorld, type Answer, type GatewayProcess } from '../testing/gateway-world';

let world: GatewayWorld;
let gateway: GatewayProcess;
let operator: string;
const seen: unknown[] = [];

beforeAll(async () => {
  world = await GatewayWorld.create();
  gateway = await world.process();
  operator = await gateway.tokenFor({ role: 'operator' });
  const events = gateway.app.get(TransactionalEvents);
  events.on(MerchantCreated, async (_ctx, _tx, event) => {
    await Promise.resolve();
    if (event.name === 'Refused') throw new DomainError('refused', 'test.refused', 'No account for this one');
    seen.push(event);
  });
  events.on(MerchantCreditLimitChanged, (_ctx, _tx, event) => Promise.resolve(void seen.push(event)));
});
afterAll(() => world.close());

let keys = 0;
function create(body: object, key = `key-${++keys}`): Promise<Answer> {
  const headers = { 'idempotency-key': key };
  return gateway.call('POST', '/v1/merchants', { token: operator, headers, body: { currency: 'CNY', ...body } });
}

function change(id: unknown, version: number, body: object): Promise<Answer> {
  const headers = { 'if-match': `"${version}"` };
  return gateway.call('PATCH', `/v1/merchants/${String(id)}`, { token: operator, headers, body });
}

function list(query: string, token = operator): Promise<Answer> {
  return gateway.call('GET', `/v1/merchants?${query}`, { token });
}

describe('merchants', () => {
  it('are created once per key, with their account', async () => {
    seen.length = 0;
    const first = await create({ name: '  Red Lantern ', credit_limit_minor: 5_000 }, 'k');
    const id = String(first.body['id']);
    expect(first).toMatchObject({
      status: 201,
      headers: { etag: '"1"', location: `/v1/merchants/${id}` },
      body: {
        name: 'Red Lantern',
        status: 'active',
        currency: 'CNY',
        credit_limit_minor: 5_000,
        burst: null,
        version: 1,
      },
    });
    const again = await create({ name: '  Red Lantern ', credit_limit_minor: 5_000 }, 'k');
    expect(again).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' }, body: first.body });
    expect(seen).toEqual([new MerchantCreated(id, 'Red Lantern', 'CNY', 5_000)]);
    expect((await gateway.call('GET', `/v1/merchants/${id}`, { token: operator })).body).toEqual(first.body);
  });

  it('do not come into being when their account cannot', async () => {
    expect(await create({ name: 'Refused' })).toMatchObject({ status: 422, body: { code: 'test.refused' } });
    expect(JSON.stringify((await list('limit=200')).body)).not.toContain('Refused');
  });

  it('a change needs the version it was decided on, and reaches the account', async () => {
    const { body } = await create({ name: 'Changing' });
    seen.length = 0;
    const changed = await change(body['id'], 1, { credit_limit_minor: 700, rate_per_s: 5, burst: 9 });
    expect(changed).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { name: 'Changing', burst: 9 } });
    expect(seen).toEqual([new MerchantCreditLimitChanged(String(body['id']), 700)]);
    expect(await change(body['id'], 1, { name: 'Lost' })).toMatchObject({ status: 412, body: { current_version: 2 } });
    expect(await change(body['id'], 2, { name: 'Renamed' })).toMatchObject({
      status: 200,
      body: { burst: 9, version: 3 },
    });
    expect(seen).toHaveLength(1);
    expect(await change(body['id'], 3, { burst: null })).toMatchObject({ status: 422 });
    expect(await change(body['id'], 3, { burst: null, rate_per_s: null })).toMatchObject({ status: 200 });
  });

  it('this process sees a change of its own at once', async () => {
    const { body } = await create({ name: 'Seen' });
    const id = String(body['id']);
    await change(id, 1, { require_issued_keys: true });
    expect(gateway.app.get(GatewayFacade).merchant(id)).toMatchObject({ name: 'Seen', requireIssuedKeys: true });
  });

  it('refuses bodies that make no sense', async () => {
    for (const body of [{}, { name: '' }, { name: 'X', currency: 'yuan' }, { name: 'X', credit_limit_minor: -1 }]) {
      expect((await create(body)).status).toBe(400);
    }
    const { body } = await create({ name: 'X' });
    for (const wrong of [{}, { currency: 'EUR' }, { status: 'closed' }, { version: 3 }]) {
      expect((await change(body['id'], 1, wrong)).status).toBe(400);
    }
  });

  it('a merchant sees itself, and the others do not exist for it', async () => {
    const other = await gateway.createMerchant('Other');
    const self = await gateway.createMerchant('Self');
    const token = await gateway.tokenFor({ role: 'merchant', merchantId: self.id });
    expect((await gateway.call('GET', `/v1/merchants/${self.id}`, { token })).status).toBe(200);
    expect((await gateway.call('GET', `/v1/merchants/${other.id}`, { token })).status).toBe(404);
    expect((await list('limit=50', token)).body).toMatchObject({ data: [{ id: self.id }] });
    expect((await list('limit=50', token)).body['data']).toHaveLength(1);
    const headers = { 'if-match': '"1"' };
    const refused = await gateway.call('PATCH', `/v1/merchants/${self.id}`, { token, headers, body: { name: 'Me' } });
    expect(refused.status).toBe(403);
  });

  it('pages newest first, by status', async () => {
    const { id } = await gateway.createMerchant('Paused');
    await change(id, 1, { status: 'suspended' });
    expect((await list('status=suspended')).body['data']).toMatchObject([{ id }]);
    const first = await list('limit=1&status=active');
    const { page_info: info } = first.body as { page_info: { next_cursor: string } };
    const second = await list(`limit=1&status=active&cursor=${info.next_cursor}`);
    const [a, b] = [first, second].map(({ body }) => (body['data'] as { id: string }[])[0]?.id ?? '');
    expect(String(a) > String(b)).toBe(true);
  });
});
