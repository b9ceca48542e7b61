/** Connections that one child may hold; the same limit that a process without a supervisor has. */
const CONNECTION_LIMIT = 20_000;

/** A child that has not confirmed within this is given no more until it has: it may be hung. */
const PROMPT_MS = 20;
/** Handed over and not confirmed, of a child that confirms promptly. */
const UNCONFIRMED_LIMIT = 16;

interface Line<Connection> {
  isolated: boolean;
  /** As it last said. */
  reported: number;
  /** Confirmed since then. */
  confirmedSince: number;
  readonly unconfirmed: Map<number, { readonly connection: Connection; readonly atMs: number }>;
}

/**
 * Which child gets the next connection: the one that holds the fewest among those that confirm what they were handed. So a
 * child that hangs without being found out yet holds up a connection or two, and those come back when it is dead: until
 * the child has confirmed one, it has read nothing from it.
 */
export class Switchboard<Connection> {
  private readonly lines = new Map<number, Line<Connection>>();
  private nextId = 1;

  admit(child: number): void {
    this.lines.set(child, { isolated: false, reported: 0, confirmedSince: 0, unconfirmed: new Map() });
  }

  /** No more for this child. What it has not confirmed stays with it: it may be about to. */
  isolate(child: number): void {
    const line = this.lines.get(child);
    if (line !== undefined) line.isolated = true;
  }

  /** How many connections a child says that it holds. */
  report(child: number, connections: number): void {
    const line = this.lines.get(child);
    if (line === undefined) return;
    line.reported = connections;
    line.confirmedSince = 0;
  }

  connections(child: number): number {
    const line = this.lines.get(child);
    return line === undefined ? 0 : line.reported + line.confirmedSince + line.unconfirmed.size;
  }

  choose(nowMs: number): number | undefined {
    let chosen: number | undefined;
    for (const [child, line] of this.lines) {
      if (line.isolated || !isPrompt(line, nowMs) || this.connections(child) >= CONNECTION_LIMIT) continue;
      if (chosen === undefined || this.connections(child) < this.connections(chosen)) chosen = child;
    }
    return chosen;
  }

  /** Remembers a connection that is on its way to a child; answers the id under which the child confirms it. */
  hand(child: number, connection: Connection, nowMs: number): number {
    const id = this.nextId++;
    this.lines.get(child)?.unconfirmed.set(id, { connection, atMs: nowMs });
    return id;
  }

  /** The connection that the child has taken over: our own hold on it can be let go. */
  confirm(child: number, id: number): Connection | undefined {
    const line = this.lines.get(child);
    const entry = line?.unconfirmed.get(id);
    if (line === undefined || entry === undefined) return undefined;
    line.unconfirmed.delete(id);
    line.confirmedSince += 1;
    return entry.connection;
  }

  /** The child is dead: what it was handed and never confirmed, oldest first, for somebody else to serve. */
  remove(child: number): Connection[] {
    const line = this.lines.get(child);
    this.lines.delete(child);
    return line === undefined ? [] : [...line.unconfirmed.values()].map(({ connection }) => connection);
  }
}

function isPrompt<Connection>({ unconfirmed }: Line<Connection>, nowMs: number): boolean {
  const [oldest] = unconfirmed.values();
  if (oldest === undefined) return true;
  return unconfirmed.size < UNCONFIRMED_LIMIT && nowMs - oldest.atMs < PROMPT_MS;
}
