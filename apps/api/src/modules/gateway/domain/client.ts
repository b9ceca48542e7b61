import type { Role } from '#lib/kernel';
import type { RatePolicy } from '#lib/redis';

/** Rights beyond a role, granted one by one. */
export const SCOPES = ['loadtest', 'scanner', 'alertmanager'] as const;

export const ROLES = [
  'merchant',
  'courier',
  'scanner',
  'viewer',
  'operator',
  'admin',
] as const satisfies readonly Role[];

export const CLIENT_STATUSES = ['active', 'revoked'] as const;
export type ClientStatus = (typeof CLIENT_STATUSES)[number];

/** Who may get tokens, as it is stored; without its secrets. */
export interface Client {
  readonly id: string;
  /** The name under which it asks for tokens. */
  readonly clientId: string;
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly string[];
  /** Set for role `merchant` alone. */
  readonly merchantId: string | null;
  /** Set for role `courier` alone. */
  readonly courierId: string | null;
  /** Until when the secret from before the last rotation works. */
  readonly previousExpiresAt: Date | null;
  readonly status: ClientStatus;
  readonly ratePerS: number | null;
  readonly burst: number | null;
  readonly version: number;
  readonly createdAt: Date;
}

/** What processes keep of a client in memory. */
export interface ClientSnapshot {
  readonly id: string;
  readonly status: ClientStatus;
  readonly merchantId: string | null;
  readonly rate: RatePolicy | undefined;
}

/** Roles that operators may hand out and take away. The others could give an operator more rights than it has. */
const OPERATOR_MANAGES: ReadonlySet<string> = new Set<Role>(['merchant', 'courier', 'scanner', 'viewer']);

/** Whether somebody of role `actor` may create, rotate and revoke clients of role `target`. */
export function mayManage(actor: Role | 'system', target: Role): boolean {
  if (actor === 'admin' || actor === 'system') return true;
  return actor === 'operator' && OPERATOR_MANAGES.has(target);
}

/** Scopes that operators may grant; the others let a client do what operators themselves may not. */
const OPERATOR_GRANTS: ReadonlySet<string> = new Set(['scanner']);

/** The first of the scopes that somebody of role `actor` may not grant; undefined when it may grant all. */
export function ungrantable(actor: Role | 'system', scopes: readonly string[]): string | undefined {
  if (actor === 'admin' || actor === 'system') return undefined;
  return scopes.find((scope) => actor !== 'operator' || !OPERATOR_GRANTS.has(scope));
}

/** What is wrong with a client's bindings, as field and reason; undefined when they fit its role. */
export function bindingFault(
  client: Pick<Client, 'role' | 'merchantId' | 'courierId'>,
): { readonly field: 'merchant_id' | 'courier_id'; readonly detail: string } | undefined {
  const needs = { merchant_id: client.role === 'merchant', courier_id: client.role === 'courier' };
  const has = { merchant_id: client.merchantId !== null, courier_id: client.courierId !== null };
  for (const field of ['merchant_id', 'courier_id'] as const) {
    if (needs[field] === has[field]) continue;
    return { field, detail: `${needs[field] ? 'is required' : 'is not allowed'} for role ${client.role}` };
  }
  return undefined;
}
