import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayFacade } from '../gateway.facade';
import { GatewayWorld, type GatewayProcess } from '../testing/gateway-world';

let world: GatewayWorld;
let gateway: GatewayProcess;
beforeAll(async () => {
  world = await GatewayWorld.create();
  gateway = await world.process();
});
afterAll(() => world.close());

describe('POST /v1/idempotency-keys', () => {
  it('issues keys for the merchant that asks, good in every process for a day', async () => {
    const other = await world.process();
    const { id: merchantId } = await gateway.createMerchant();
    const token = await gateway.tokenFor({ role: 'merchant', merchantId });
    const { status, body } = await gateway.call('POST', '/v1/idempotency-keys', { token, body: { count: 3 } });
    expect(status).toBe(200);
    const keys = body['keys'] as string[];
    expect(new Set(keys).size).toBe(3);
    const facade = other.app.get(GatewayFacade);
    expect(keys.every((key) => facade.isIssuedKey(merchantId, key))).toBe(true);
    expect(facade.isIssuedKey('0199f0c2-0000-7000-8000-000000000001', keys[0] ?? '')).toBe(false);
    expect(facade.isIssuedKey(merchantId, 'made-up')).toBe(false);
  });

  it('is for merchants alone, and bounded', async () => {
    const { id: merchantId } = await gateway.createMerchant();
    const merchant = await gateway.tokenFor({ role: 'merchant', merchantId });
    const admin = await gateway.tokenFor({ role: 'admin' });
    const ask = (token: string, body: object) => gateway.call('POST', '/v1/idempotency-keys', { token, body });
    expect((await ask(admin, {})).status).toBe(403);
    expect((await ask(merchant, {})).body['keys']).toHaveLength(1);
    for (const count of [0, 101, 1.5]) expect((await ask(merchant, { count })).status).toBe(400);
  });
});

describe('POST /v1/signing-keys/rotate', () => {
  it('is for admins alone', async () => {
    const operator = await gateway.tokenFor({ role: 'operator' });
    expect((await gateway.call('POST', '/v1/signing-keys/rotate', { token: operator })).status).toBe(403);
  });
});
