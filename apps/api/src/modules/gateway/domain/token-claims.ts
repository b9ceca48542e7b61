import { isUuid, type Actor, type Role } from '#lib/kernel';
import { ROLES, type Client } from './client';
import { USER_ROLES, type User, type UserRole } from './user';

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

/** The claims of a person at the console; `sub` is the user's id. */
interface ConsoleClaims {
  readonly [claim: string]: unknown;
  readonly sub: string;
  /** The session that the token belongs to, and ends with. */
  readonly sid: string;
  readonly role: UserRole;
  readonly scope: '';
}

export function consoleClaimsOf(user: Pick<User, 'id' | 'role'>, sessionId: string): ConsoleClaims {
  return { sub: user.id, sid: sessionId, role: user.role, scope: '' };
}

/** Who a verified token speaks for. */
export interface Identity {
  readonly actor: Actor;
  readonly merchantId: string | undefined;
}

/** Reads verified claims; undefined when a token of ours could not look like this. */
export function identityOf(claims: Readonly<Record<string, unknown>>): Identity | undefined {
  const { sub, sid, role, scope, merchant_id: merchantId, courier_id: courierId } = claims;
  if (typeof sub !== 'string' || !isUuid(sub) || typeof scope !== 'string') return undefined;
  if (sid !== undefined) return userIdentityOf(sub, sid, role);
  const known = ROLES.find((name) => name === role);
  if (known === undefined) return undefined;
  if ((known === 'merchant') !== isId(merchantId) || (known === 'courier') !== isId(courierId)) return undefined;
  const scopes = Object.freeze(scope.split(' ').filter((name) => name !== ''));
  const actor: Actor = { kind: 'client', id: sub, role: known, scopes, ...(isId(courierId) && { courierId }) };
  return Object.freeze({ actor: Object.freeze(actor), merchantId: isId(merchantId) ? merchantId : undefined });
}

const NO_SCOPES: readonly string[] = Object.freeze([]);

function userIdentityOf(sub: string, sid: unknown, role: unknown): Identity | undefined {
  const known = USER_ROLES.find((name) => name === role);
  if (known === undefined || !isId(sid)) return undefined;
  const actor: Actor = Object.freeze({ kind: 'user', id: sub, role: known, scopes: NO_SCOPES, sessionId: sid });
  return Object.freeze({ actor, merchantId: undefined });
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && isUuid(value);
}
