/** Which world a call belongs to. The lane decides the schema, the queue prefix and whether anything may leave the process. */
export type Lane = 'live' | 'shadow';

export type Role = 'merchant' | 'courier' | 'scanner' | 'viewer' | 'operator' | 'admin';

/** Who acts: a client with a token (`client`), a person at the console (`user`), or the system itself (a stage job, an expiry). */
export interface Actor {
  readonly kind: 'client' | 'user' | 'system';
  /** The client's or user's id, or the name of the part of the system that acts, e.g. `payment-stage`. */
  readonly id: string;
  readonly role: Role | 'system';
  readonly scopes: readonly string[];
  /** Set for role `courier`: whose tasks these are. */
  readonly courierId?: string;
  /** Set for people at the console: the session that they act in. */
  readonly sessionId?: string;
}

/** Something that the staff asked for, as it is told in the audit. */
export interface Command {
  /** The operation of the API, e.g. `merchants.change`. */
  readonly action: string;
  /** Where the request came from. */
  readonly address: string;
}

/** The first argument of every use case. `merchantId` is set when the actor acts for one tenant and sees nothing else. */
export interface Context {
  readonly lane: Lane;
  readonly actor: Actor;
  readonly merchantId?: string;
  readonly traceparent: string;
  /** Set when somebody of the staff changes something: whatever the use case writes is told in the audit. */
  readonly command?: Command;
  /** What callers added to the trace, passed on as it came. */
  readonly tracestate?: string | undefined;
}

/** The context of work that the system does by itself. */
export function systemContext(id: string, lane: Lane = 'live', traceparent = ''): Context {
  return { lane, actor: { kind: 'system', id, role: 'system', scopes: [] }, traceparent };
}

/** How an actor is stored in events and audit rows: `client:<id>`, `user:<id>` or `system:<name>`. */
export function actorName(ctx: Context): string {
  return `${ctx.actor.kind}:${ctx.actor.id}`;
}
