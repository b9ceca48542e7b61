import type { Actor } from '#lib/kernel';
import { describe, expect, it } from 'vitest';
import { denial } from './authorization';

function actor(role: Actor['role'], ...scopes: string[]): Actor {
  return { kind: 'client', id: 'c', role, scopes };
}

describe('denial', () => {
  const scans = { roles: ['scanner', 'operator'], scopes: ['scanner', 'night'] } as const;

  it('lets a caller pass that has a role and all scopes', () => {
    expect(denial('public', actor('viewer'))).toBeUndefined();
    expect(denial({ roles: ['viewer'] }, actor('viewer'))).toBeUndefined();
    expect(denial(scans, actor('operator', 'night', 'scanner'))).toBeUndefined();
  });

  it('names the role or the scope that is missing', () => {
    expect(denial(scans, actor('viewer', 'scanner', 'night'))).toMatch(/roles scanner, operator.* viewer/);
    expect(denial(scans, actor('scanner', 'scanner'))).toMatch(/scope night/);
  });

  it('an admin is not let in where only others are declared, and the system never comes over HTTP', () => {
    expect(denial({ roles: ['merchant'] }, actor('admin'))).toBeDefined();
    expect(denial({ roles: ['admin'] }, actor('system'))).toBeDefined();
  });
});
