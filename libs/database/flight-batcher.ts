/** How an item came: single ones leave before bulk items, which keep at least a quarter of each batch. */
export type FlightClass = 'single' | 'bulk';

export interface BatcherOptions<Item, Outcome> {
  /** Names what need not fly twice, e.g. an id, or merchant and idempotency key. */
  keyOf(item: Item): string;
  /**
   * `in_flight`: an item whose key is already on its way gets that one's answer. `queued`: only while it has not left,
   * which reads need: a flight that has left may answer with a state older than the request.
   */
  readonly attach: 'in_flight' | 'queued';
  /** One round trip for the batch; one outcome per item, in order. A throw is every item's error. */
  fly(items: readonly Item[]): Promise<readonly Outcome[]>;
  maxFlights(): number;
  batchSize(): number;
  /**
   * As many must wait before a flight leaves beside another one. 1 fills every seat in the sky; more makes fuller batches,
   * each of which has its price whatever it carries.
   */
  leastBeside(): number;
  /**
   * How long, in ms, a flight with fewer than that waits at most for those whom the last one answered: who sends one request
   * after the other sends the next now, and it flies with those that waited meanwhile. 0: not at all.
   */
  readonly regatherMs: number;
  /** Items that may wait; the next one is turned away. */
  queueLimit(): number;
}

/** What became of a submitted item. `attached`: another request with its key was under way and answers for both. */
export type Submission<Item, Outcome> =
  | { readonly kind: 'flown'; readonly outcome: Outcome }
  | { readonly kind: 'attached'; readonly leader: Item; readonly outcome: Outcome }
  | { readonly kind: 'queue_full' };

interface Waiting<Item, Outcome> {
  readonly item: Item;
  readonly key: string;
  readonly sinceMs: number;
  readonly done: Promise<Outcome>;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Round trips shared by concurrent requests (group commit, coalesced reads): requests gather while the flights before them
 * are on their way, and leave together when one lands. An idle system sends a single request at once, a busy one fills its
 * batches by itself, the more so as a flight beside another one leaves only with `leastBeside` items, and a smaller one alone
 * gives those who were just answered a moment to come back.
 */
export class FlightBatcher<Item, Outcome> {
  private readonly queues: Record<FlightClass, Waiting<Item, Outcome>[]> = { single: [], bulk: [] };
  private readonly underWay = new Map<string, Waiting<Item, Outcome>>();
  private flights = 0;
  private boarding = false;
  private readonly landed = new Set<() => void>();
  private gathering: { readonly items: number; readonly timer: NodeJS.Timeout } | undefined;

  constructor(private readonly options: BatcherOptions<Item, Outcome>) {}

  get waiting(): number {
    return this.queues.single.length + this.queues.bulk.length;
  }

  /** For how long, in ms, the first of those that wait has been waiting; 0 when nobody does. */
  get waitedMs(): number {
    const { single, bulk } = this.queues;
    const sinceMs = Math.min(single[0]?.sinceMs ?? Infinity, bulk[0]?.sinceMs ?? Infinity);
    return sinceMs === Infinity ? 0 : performance.now() - sinceMs;
  }

  async submit(item: Item, flightClass: FlightClass): Promise<Submission<Item, Outcome>> {
    const key = this.options.keyOf(item);
    const leader = this.underWay.get(key);
    if (leader !== undefined) return { kind: 'attached', leader: leader.item, outcome: await leader.done };
    if (this.waiting >= this.options.queueLimit()) return { kind: 'queue_full' };
    const waiting = ticket<Item, Outcome>(item, key);
    this.underWay.set(key, waiting);
    this.queues[flightClass].push(waiting);
    this.board();
    return { kind: 'flown', outcome: await waiting.done };
  }

  /** Resolves when nothing waits and nothing flies. */
  async idle(): Promise<void> {
    while (this.waiting > 0 || this.flights > 0) await new Promise<void>((resolve) => this.landed.add(resolve));
  }

  /** Takes off at the end of this turn of the event loop, so that requests read from the sockets together fly together. */
  private board(): void {
    if (this.boarding || !this.isWorthwhile()) return;
    this.boarding = true;
    setImmediate(() => {
      this.boarding = false;
      if (!this.isWorthwhile()) return;
      void this.depart(this.nextBatch());
      this.board();
    });
  }

  private isWorthwhile(): boolean {
    if (this.flights >= this.options.maxFlights()) return false;
    const least = this.options.leastBeside();
    return this.waiting >= (this.flights > 0 ? least : Math.min(least, this.gathering?.items ?? 1));
  }

  /** Those that wait, and those who were just answered, may leave together. */
  private regather(answered: number): void {
    if (this.options.regatherMs === 0) return;
    clearTimeout(this.gathering?.timer);
    const depart = (): void => {
      this.gathering = undefined;
      this.board();
    };
    this.gathering = { items: this.waiting + answered, timer: setTimeout(depart, this.options.regatherMs) };
  }

  private nextBatch(): Waiting<Item, Outcome>[] {
    const size = this.options.batchSize();
    const { single, bulk } = this.queues;
    const reserved = Math.min(bulk.length, Math.ceil(size / 4));
    const batch = single.splice(0, size - reserved);
    batch.push(...bulk.splice(0, size - batch.length));
    return batch;
  }

  private async depart(batch: readonly Waiting<Item, Outcome>[]): Promise<void> {
    this.flights += 1;
    if (this.options.attach === 'queued') this.forget(batch);
    try {
      const outcomes = await this.options.fly(batch.map((waiting) => waiting.item));
      if (outcomes.length !== batch.length) throw new Error(`${outcomes.length} outcomes for ${batch.length} items`);
      batch.forEach((waiting, index) => waiting.resolve(outcomes[index] as Outcome));
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    } finally {
      if (this.options.attach === 'in_flight') this.forget(batch);
      this.flights -= 1;
      for (const resolve of this.landed) resolve();
      this.landed.clear();
      this.regather(batch.length);
      this.board();
    }
  }

  private forget(batch: readonly Waiting<Item, Outcome>[]): void {
    for (const waiting of batch) this.underWay.delete(waiting.key);
  }
}

function ticket<Item, Outcome>(item: Item, key: string): Waiting<Item, Outcome> {
  const noop = (): void => undefined;
  let settle: { resolve: (outcome: Outcome) => void; reject: (error: unknown) => void } = {
    resolve: noop,
    reject: noop,
  };
  const done = new Promise<Outcome>((resolve, reject) => (settle = { resolve, reject }));
  return { item, key, done, sinceMs: performance.now(), resolve: settle.resolve, reject: settle.reject };
}
