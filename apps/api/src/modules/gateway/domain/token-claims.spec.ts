import { describe, expect, it } from 'vitest';
import type { Client } from './client';
import { claimsOf, consoleClaimsOf, identityOf } from './token-claims';

const ID = '0199f0c2-0000-7000-8000-000000000001';
const TENANT = '0199f0c2-0000-7000-8000-000000000002';

function client(change: Partial<Client>): Client {
  const bindings = { merchantId: null, courierId: null, previousExpiresAt: null, ratePerS: null, burst: null };
  const base = { id: ID, clientId: 'shop', name: 'Shop', role: 'viewer', scopes: [], status: 'active' } as const;
  return { ...base, ...bindings, version: 1, createdAt: new Date(0), ...change };
}

describe('identityOf', () => {
  it('reads back what claimsOf wrote', () => {
    expect(identityOf(claimsOf(client({ role: 'merchant', merchantId: TENANT }), ['loadtest', 'scanner']))).toEqual({
      actor: { kind: 'client', id: ID, role: 'merchant', scopes: ['loadtest', 'scanner'] },
      merchantId: TENANT,
    });
    expect(identityOf(claimsOf(client({ role: 'courier', courierId: TENANT }), []))).toEqual({
      actor: { kind: 'client', id: ID, role: 'courier', scopes: [], courierId: TENANT },
      merchantId: undefined,
    });
  });

  it('knows a person at the console by the session', () => {
    expect(identityOf(consoleClaimsOf({ id: ID, role: 'operator' }, TENANT))).toEqual({
      actor: { kind: 'user', id: ID, role: 'operator', scopes: [], sessionId: TENANT },
      merchantId: undefined,
    });
  });

  const good = { sub: ID, role: 'merchant', scope: '', merchant_id: TENANT };

  it.each([
    ['another subject', { ...good, sub: 'shop' }],
    ['an unknown role', { ...good, role: 'system' }],
    ['a merchant without a tenant', { ...good, merchant_id: undefined }],
    ['an operator with a tenant', { ...good, role: 'operator' }],
    ['a courier without a courier id', { ...good, role: 'courier', merchant_id: undefined }],
    ['a person of a role that people do not have', { sub: ID, sid: TENANT, role: 'merchant', scope: '' }],
    ['a session that is none', { sub: ID, sid: 'x', role: 'viewer', scope: '' }],
    ['scopes that are no text', { ...good, scope: ['loadtest'] }],
  ])('refuses %s', (_, claims) => {
    expect(identityOf(good)).toBeDefined();
    expect(identityOf(claims)).toBeUndefined();
  });
});
