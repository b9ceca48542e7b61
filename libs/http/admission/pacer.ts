import type { Priority } from './admission';

/** In this order they begin. */
const QUEUED = ['normal', 'deferrable'] as const;
type Queued = (typeof QUEUED)[number];

/** A request at the door. */
export interface Arrival {
  readonly begin: () => void;
  readonly refuse: () => void;
  /** Its client has hung up: nobody waits for the answer. */
  readonly isGone: () => boolean;
}

export interface PacerOptions {
  /** What beginning requests may take of one turn of the event loop, in ms. */
  readonly budgetMs: number;
  readonly nowMs: () => number;
  /** Runs a step of the next turn, with all that follows from it at once, before the step asked for after it: `setImmediate`. */
  readonly soon: (step: () => void) => void;
  /** Whoever has waited longer than this, in ms, is refused, sooner or later: there are more than can be served. */
  readonly patienceMs: (priority: Queued) => number;
  /** So many wait at most; the next one is refused at the door. */
  readonly limit: number;
}

interface Waiting extends Arrival {
  readonly sinceMs: number;
}

/** A turn with more beginnings than this would be over its budget anyway. */
const MOST_PER_TURN = 64;
/** Of the budget, what refusing may take: to read a request and refuse it costs a third of serving it. */
const REFUSALS_SHARE = 1 / 8;

/**
 * Lets requests begin for a few milliseconds of each turn of the event loop, and the others wait in line. Without it a turn
 * takes as long as all requests that have come meanwhile: then every round trip to PostgreSQL waits that long for its answer to
 * be read, and a stage, which makes two dozen of them and holds locks meanwhile, stands still while the door is crowded.
 *
 * An idle system lets a request begin where it stands. Of those in line, scans and cancels go before new orders, and who came
 * first goes first, until somebody has waited too long: then the youngest goes first, since whoever has waited that long is about to
 * give up, and the oldest are refused, but only a few each turn. Refusing all at once would be all that is done; those that wait cost
 * nothing and keep their clients from sending more. (Adaptive LIFO: Maurer, "Fail at Scale", ACM Queue 13, 2015.)
 */
export class Pacer {
  private readonly lines: Record<Queued, Waiting[]> = { normal: [], deferrable: [] };
  private turning = false;
  private turnEndsMs = 0;

  constructor(private readonly options: PacerOptions) {}

  get waiting(): number {
    return this.lines.normal.length + this.lines.deferrable.length;
  }

  enter(priority: Priority, arrival: Arrival): void {
    if (priority === 'vital') {
      arrival.begin();
      return;
    }
    const nowMs = this.options.nowMs();
    if (!this.turning) this.startTurning(nowMs);
    if (this.waiting === 0 && nowMs < this.turnEndsMs) arrival.begin();
    else if (this.waiting >= this.options.limit) arrival.refuse();
    else this.lines[priority].push({ ...arrival, sinceMs: nowMs });
  }

  private startTurning(nowMs: number): void {
    this.turning = true;
    this.turnEndsMs = nowMs + this.options.budgetMs;
    this.options.soon(() => this.turn());
  }

  /** Each beginning is a step of its own, so that the clock tells what it took. */
  private turn(): void {
    const { waiting } = this;
    if (waiting === 0) {
      this.turning = false;
      return;
    }
    const { budgetMs, nowMs, soon } = this.options;
    const startedMs = nowMs();
    this.turnEndsMs = startedMs + budgetMs;
    this.refuseOverdue(startedMs + budgetMs * REFUSALS_SHARE);
    soon(() => this.turn());
    for (let step = 1; step < Math.min(waiting, MOST_PER_TURN); step++) soon(() => this.beginIfTimeIsLeft());
    this.beginNext();
  }

  private refuseOverdue(untilMs: number): void {
    for (const priority of QUEUED) {
      const line = this.lines[priority];
      for (let first = line[0]; first !== undefined && this.isOverdue(priority, first); first = line[0]) {
        if (this.options.nowMs() >= untilMs) return;
        line.shift();
        if (!first.isGone()) first.refuse();
      }
    }
  }

  private isOverdue(priority: Queued, { sinceMs }: Waiting): boolean {
    return this.options.nowMs() - sinceMs > this.options.patienceMs(priority);
  }

  private beginIfTimeIsLeft(): void {
    if (this.options.nowMs() < this.turnEndsMs) this.beginNext();
  }

  private beginNext(): void {
    for (const priority of QUEUED) {
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
