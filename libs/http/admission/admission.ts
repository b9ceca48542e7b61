import { DomainError } from '#lib/kernel';

/**
 * What gives way first under overload. `vital` (probes) begins at once; `deferrable` (new orders) can be sent again later
 * with the same key, waits behind all others and is refused first; everything else, such as scans and cancels, is `normal`.
 */
export type Priority = 'vital' | 'normal' | 'deferrable';

/** In this order they begin. */
export const QUEUED = ['normal', 'deferrable'] as const;
export type Queued = (typeof QUEUED)[number];

/** A request at the door. */
export interface Arrival {
  readonly begin: () => void;
  readonly refuse: () => void;
  /** Its client has hung up: nobody waits for the answer. */
  readonly isGone: () => boolean;
}

export interface AdmissionOptions {
  /** The queueing delay, in ms, that is borne: before the door, and behind it. */
  readonly patienceMs: () => number;
  readonly timing: Timing;
}

export interface Timing {
  readonly nowMs: () => number;
  /** Runs a step of the next turn, with all that follows from it at once, before the step asked for after it: `setImmediate`. */
  readonly soon: (step: () => void) => void;
  readonly later: (step: () => void, delayMs: number) => void;
}

export const NODE_TIMING: Timing = {
  nowMs: () => performance.now(),
  soon: (step) => void setImmediate(step),
  later: (step, delayMs) => void setTimeout(step, delayMs),
};

interface Waiting extends Arrival {
  readonly sinceMs: number;
}

/** What beginning requests may take of one turn of the event loop. */
const BUDGET_MS = 16;
/** Of that, what refusing may take: to read a request and refuse it costs a third of serving it. */
const REFUSALS_SHARE = 1 / 8;
/** A turn with more beginnings than this would be over its budget anyway. */
const MOST_PER_TURN = 64;
/** Until the next look at whether the door is open, when nobody may begin. */
const CLOSED_MS = 10;
/** Scans, cancels and reads wait so many times longer than new orders before they are refused. */
const PATIENCE_OF_OTHERS = 5;
/** So many wait at most; the next one is refused at the door. */
export const LINE_LIMIT = 8_192;

/**
 * Lets requests begin for a few milliseconds of each turn of the event loop, and the others wait in line. Without it a turn
 * takes as long as all requests that have come meanwhile: then every round trip to PostgreSQL waits that long for its answer to
 * be read, and a stage, which makes two dozen of them and holds locks meanwhile, stands still while the door is crowded.
 *
 * An idle system lets a request begin where it stands. Of those in line, scans and cancels go before new orders, and who came
 * first goes first, until somebody has waited too long: then the youngest goes first, since whoever has waited that long is about to
 * give up, and the oldest are refused, but only a few each turn. Refusing all at once would be all that is done; those that wait cost
 * nothing and keep their clients from sending more. (Adaptive LIFO: Maurer, "Fail at Scale", ACM Queue 13, 2015.)
 *
 * The door is closed for new orders while those that have begun wait too long behind it: when PostgreSQL is away or slow.
 */
export class Admission {
  private readonly lines: Record<Queued, Waiting[]> = { normal: [], deferrable: [] };
  private readonly queuesBehind: (() => number)[] = [];
  private turning = false;
  private turnEndsMs = 0;

  constructor(private readonly options: AdmissionOptions) {}

  /** A queue of new orders behind the door, which tells for how long, in ms, its first has been waiting; 0 when it is empty. */
  watch(queue: () => number): void {
    this.queuesBehind.push(queue);
  }

  /** How many wait in line. */
  waiting(priority: Queued): number {
    return this.lines[priority].length;
  }

  enter(priority: Priority, arrival: Arrival): void {
    if (priority === 'vital') {
      arrival.begin();
      return;
    }
    const nowMs = this.options.timing.nowMs();
    if (!this.turning) this.startTurning(nowMs);
    const inLine = this.lines.normal.length + this.lines.deferrable.length;
    if (inLine === 0 && nowMs < this.turnEndsMs && this.isOpenFor(priority)) arrival.begin();
    else if (inLine >= LINE_LIMIT) arrival.refuse();
    else this.lines[priority].push({ ...arrival, sinceMs: nowMs });
  }

  /** The same for what is no request of its own, such as one order of a stream. Rejects with `overload` (503) when it is refused. */
  admit(priority: Queued, isGone: () => boolean): Promise<void> {
    return new Promise((begin, reject) => {
      const message = 'Too much work waits; repeat the request later';
      const refuse = (): void => reject(new DomainError('overloaded', 'overload', message, { retryAfterS: 1 }));
      this.enter(priority, { begin, refuse, isGone });
    });
  }

  private isOpenFor(priority: Queued): boolean {
    return priority === 'normal' || this.queuesBehind.every((queue) => queue() <= this.options.patienceMs());
  }

  private startTurning(nowMs: number): void {
    this.turning = true;
    this.turnEndsMs = nowMs + BUDGET_MS;
    this.options.timing.soon(() => this.turn());
  }

  /** Each beginning is a step of its own, so that the clock tells what it took. */
  private turn(): void {
    const { nowMs, soon, later } = this.options.timing;
    const startedMs = nowMs();
    this.turnEndsMs = startedMs + BUDGET_MS;
    this.refuseOverdue(startedMs + BUDGET_MS * REFUSALS_SHARE);
    const inLine = QUEUED.filter((priority) => this.lines[priority].length > 0);
    const ready = inLine.filter((priority) => this.isOpenFor(priority));
    if (inLine.length === 0) {
      this.turning = false;
    } else if (ready.length === 0) {
      later(() => this.turn(), CLOSED_MS);
    } else {
      const count = ready.reduce((sum, priority) => sum + this.lines[priority].length, 0);
      soon(() => this.turn());
      for (let step = 1; step < Math.min(count, MOST_PER_TURN); step++) soon(() => this.beginIfTimeIsLeft());
      this.beginNext();
    }
  }

  private refuseOverdue(untilMs: number): void {
    for (const priority of QUEUED) {
      const line = this.lines[priority];
      for (let first = line[0]; first !== undefined && this.isOverdue(priority, first); first = line[0]) {
        if (this.options.timing.nowMs() >= untilMs) return;
        line.shift();
        if (!first.isGone()) first.refuse();
      }
    }
  }

  private isOverdue(priority: Queued, { sinceMs }: Waiting): boolean {
    const patienceMs = this.options.patienceMs() * (priority === 'normal' ? PATIENCE_OF_OTHERS : 1);
    return this.options.timing.nowMs() - sinceMs > patienceMs;
  }

  private beginIfTimeIsLeft(): void {
    if (this.options.timing.nowMs() < this.turnEndsMs) this.beginNext();
  }

  private beginNext(): void {
    for (const priority of QUEUED) {
      if (!this.isOpenFor(priority)) return;
      for (let next = this.next(priority); next !== undefined; next = this.next(priority)) {
        if (next.isGone()) continue;
        next.begin();
        return;
      }
    }
  }

  private next(priority: Queued): Waiting | undefined {
    const line = this.lines[priority];
    const [first] = line;
    return first !== undefined && this.isOverdue(priority, first) ? line.pop() : line.shift();
  }
}
