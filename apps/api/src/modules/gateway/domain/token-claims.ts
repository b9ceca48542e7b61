import { isUuid, type Actor, type Role } from '#lib/kernel';
import { ROLES, type Client } from './client';

/** The claims of our own in an access token; `sub` is the client's id. */
export interface AccessClaims {
  readonly [claim: string]: unknown;
  readonly sub: string;
  readonly client_id: string;
  readonly role: Role;
  /** Scopes with spaces between them (RFC 9068). */
  readonly scope: string;
  readonly merchant_id?: string;
  readonly courier_id?: string;
}

export function claimsOf(client: Client, scopes: readonly string[]): AccessClaims {
  return {
    sub: client.id,
    client_id: client.clientId,
    role: client.role,
    scope: scopes.join(' '),
    ...(client.merchantId !== null && { merchant_id: client.merchantId }),
    ...(client.courierId !== null && { courier_id: client.courierId }),
  };
}

/** Who a verified token speaks for. */
export interface Identity {
  readonly actor: Actor;
  readonly merchantId: string | undefined;
}

/** Reads verified claims; undefined when a token of ours could not look like this. */
export function identityOf(claims: Readonly<Record<string, unknown>>): Identity | undefined {
  const { sub, role, scope, merchant_id: merchantId, courier_id: courierId } = claims;
  if (typeof sub !== 'string' || !isUuid(sub) || typeof scope !== 'string') return undefined;
  const known = ROLES.find((name) => name === role);
  if (known === undefined) return undefined;
  if ((known === 'merchant') !== isId(merchantId) || (known === 'courier') !== isId(courierId)) return undefined;
  const scopes = Object.freeze(scope.split(' ').filter((name) => name !== ''));
  const actor: Actor = { kind: 'client', id: sub, role: known, scopes, ...(isId(courierId) && { courierId }) };
  return Object.freeze({ actor: Object.freeze(actor), merchantId: isId(merchantId) ? merchantId : undefined });
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && isUuid(value);
}
