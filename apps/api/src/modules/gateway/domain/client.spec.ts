import { describe, expect, it } from 'vitest';
import { bindingFault, mayManage, ROLES, SCOPES, ungrantable } from './client';

const ID = '0199f0c2-0000-7000-8000-000000000001';

describe('mayManage', () => {
  it('admins and the system manage every role', () => {
    for (const actor of ['admin', 'system'] as const) {
      expect(ROLES.filter((target) => mayManage(actor, target))).toEqual(ROLES);
    }
  });

  it('operators manage the roles that have fewer rights than they have', () => {
    const managed = ROLES.filter((target) => mayManage('operator', target));
    expect(managed).toEqual(['merchant', 'courier', 'scanner', 'viewer']);
  });

  it('nobody else manages anything', () => {
    for (const actor of ['merchant', 'courier', 'scanner', 'viewer'] as const) {
      expect(ROLES.filter((target) => mayManage(actor, target))).toEqual([]);
    }
  });
});

describe('ungrantable', () => {
  it('names the scope that is withheld from the one who grants', () => {
    expect(ungrantable('admin', SCOPES)).toBeUndefined();
    expect(ungrantable('operator', ['scanner'])).toBeUndefined();
    expect(ungrantable('operator', ['scanner', 'loadtest'])).toBe('loadtest');
    expect(ungrantable('viewer', ['scanner'])).toBe('scanner');
    expect(ungrantable('viewer', [])).toBeUndefined();
  });
});

describe('bindingFault', () => {
  it('accepts exactly what a role needs', () => {
    expect(bindingFault({ role: 'merchant', merchantId: ID, courierId: null })).toBeUndefined();
    expect(bindingFault({ role: 'courier', merchantId: null, courierId: ID })).toBeUndefined();
    expect(bindingFault({ role: 'viewer', merchantId: null, courierId: null })).toBeUndefined();
  });

  it.each([
    ['merchant', null, null, 'merchant_id', 'is required for role merchant'],
    ['merchant', ID, ID, 'courier_id', 'is not allowed for role merchant'],
    ['courier', null, null, 'courier_id', 'is required for role courier'],
    ['operator', ID, null, 'merchant_id', 'is not allowed for role operator'],
    ['scanner', null, ID, 'courier_id', 'is not allowed for role scanner'],
  ] as const)('role %s with merchant %s and courier %s', (role, merchantId, courierId, field, detail) => {
    expect(bindingFault({ role, merchantId, courierId })).toEqual({ field, detail });
  });
});
