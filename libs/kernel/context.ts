/** Which world a call belongs to. The lane decides the schema, the queue prefix and whether anything may leave the process. */
export type Lane = 'live' | 'shadow';

export type Role = 'merchant' | 'courier' | 'scanner' | 'viewer' | 'operator' | 'admin';

/** Who acts: a client with a token (`client`), or the system itself (a stage job, an expiry). */
export interface Actor {
  readonly kind: 'client' | 'system';
  /** The client's id, or the name of the part of the system that acts, e.g. `payment-stage`. */
  readonly id: string;
  readonly role: Role | 'system';
  readonly scopes: readonly string[];
  /** Set for role `courier`: whose tasks these are. */
  readonly courierId?: string;
}

/** The first argument of every use case. `merchantId` is set when the actor acts for one tenant and sees nothing else. */
export interface Context {
  readonly lane: Lane;
  readonly actor: Actor;
  readonly merchantId?: string;
  readonly traceparent: string;
}

/** The context of work that the system does by itself. */
export function systemContext(id: string, lane: Lane = 'live', traceparent = ''): Context {
  return { lane, actor: { kind: 'system', id, role: 'system', scopes: [] }, traceparent };
}

/** How an actor is stored in events and audit rows: `client:<id>` or `system:<name>`. */
export function actorName(ctx: Context): string {
  return `${ctx.actor.kind}:${ctx.actor.id}`;
}
