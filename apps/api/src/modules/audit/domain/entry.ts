/** What a change was to a resource: the members that differ, as they were and as they are. */
type Side = Readonly<Record<string, unknown>> | null;

/** One resource that somebody of the staff changed. */
export interface Entry {
  readonly id: number;
  readonly at: Date;
  /** `user:<id>` or `client:<id>`. */
  readonly actor: string;
  readonly role: string;
  readonly address: string;
  /** The operation of the API, e.g. `merchants.change`. */
  readonly action: string;
  readonly resourceType: string;
  readonly resourceId: string;
  /** Null for what was created. */
  readonly before: Side;
  /** Null for what was removed. */
  readonly after: Side;
  readonly traceId: string;
}

/** Which entries somebody asks for; absent members ask for all. */
export interface EntryFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly resourceType?: string;
  readonly resourceId?: string;
  readonly since?: Date;
  readonly until?: Date;
  /** Only entries that came before this one. */
  readonly beforeId?: number;
}

/** The id in an actor's name. */
export function actorIdOf(actor: string): string {
  return actor.slice(actor.indexOf(':') + 1);
}
