/** Connections that one child may hold; the same limit that a process without a supervisor has. */
const CONNECTION_LIMIT = 20_000;

/** A child that was heard so lately takes what it is given; one that was not is asked first, since it may be hung. */
const FRESH_MS = 20;
/** So long the next connection waits for the answer of the child whose turn it is; then another one gets it. */
export const PATIENCE_MS = 10;
/** Handed over and not confirmed, at most. */
const UNCONFIRMED_LIMIT = 16;

interface Line<Connection> {
  isolated: boolean;
  heardMs: number;
  /** When it was asked whether it is there; undefined once it is heard. */
  askedMs: number | undefined;
  /** As it last said. */
  reported: number;
  /** Confirmed since then. */
  confirmedSince: number;
  readonly unconfirmed: Map<number, Connection>;
}

/**
 * Which child gets the next connection: the one that holds the fewest, as soon as it has just been heard; if it stays
 * silent, the next one. So a child that hangs without being found out yet gets none, but for those of its last 20 ms; and
 * these come back when it is dead: until a child has confirmed a connection, it has read nothing from it.
 */
export class Switchboard<Connection> {
  private readonly lines = new Map<number, Line<Connection>>();
  private nextId = 1;

  admit(child: number): void {
    this.lines.set(child, {
      isolated: false,
      heardMs: Number.NEGATIVE_INFINITY,
      askedMs: undefined,
      reported: 0,
      confirmedSince: 0,
      unconfirmed: new Map(),
    });
  }

  /** No more for this child. What it has not confirmed stays with it: it may be about to. */
  isolate(child: number): void {
    const line = this.lines.get(child);
    if (line !== undefined) line.isolated = true;
  }

  /** Whatever it said. */
  heard(child: number, nowMs: number): void {
    const line = this.lines.get(child);
    if (line === undefined) return;
    line.heardMs = nowMs;
    line.askedMs = undefined;
  }

  /** Whom to ask whether it is there, when nobody can be chosen; each once until it is heard. */
  toAsk(nowMs: number): number[] {
    const silent = [...this.lines].filter(
      ([, line]) => !line.isolated && line.askedMs === undefined && !isFresh(line, nowMs),
    );
    for (const [, line] of silent) line.askedMs = nowMs;
    return silent.map(([child]) => child);
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

  /** Undefined: nobody can take one, or the one whose turn it is has yet to answer. */
  choose(nowMs: number): number | undefined {
    let chosen: { child: number; connections: number; fresh: boolean } | undefined;
    for (const [child, line] of this.lines) {
      const fresh = isFresh(line, nowMs);
      if (line.isolated || line.unconfirmed.size >= UNCONFIRMED_LIMIT || !(fresh || mayAnswer(line, nowMs))) continue;
      const connections = this.connections(child);
      if (connections >= CONNECTION_LIMIT) continue;
      const less = connections - (chosen?.connections ?? Infinity);
      if (less < 0 || (less === 0 && fresh)) chosen = { child, connections, fresh };
    }
    return chosen?.fresh === true ? chosen.child : undefined;
  }

  /** Remembers a connection that is on its way to a child; answers the id under which the child confirms it. */
  hand(child: number, connection: Connection): number {
    const id = this.nextId++;
    this.lines.get(child)?.unconfirmed.set(id, connection);
    return id;
  }

  /** The connection that the child has taken over: our own hold on it can be let go. */
  confirm(child: number, id: number): Connection | undefined {
    const line = this.lines.get(child);
    const connection = line?.unconfirmed.get(id);
    if (line?.unconfirmed.delete(id) === true) line.confirmedSince += 1;
    return connection;
  }

  /** The child is dead: what it was handed and never confirmed, oldest first, for somebody else to serve. */
  remove(child: number): Connection[] {
    const line = this.lines.get(child);
    this.lines.delete(child);
    return line === undefined ? [] : [...line.unconfirmed.values()];
  }
}

function isFresh<Connection>({ heardMs }: Line<Connection>, nowMs: number): boolean {
  return nowMs - heardMs < FRESH_MS;
}

/** Silent, but not for so long that it should not be waited for. */
function mayAnswer<Connection>({ askedMs }: Line<Connection>, nowMs: number): boolean {
  return askedMs === undefined || nowMs - askedMs < PATIENCE_MS;
}
