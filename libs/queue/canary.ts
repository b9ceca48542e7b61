/** How often a canary is put into each queue. */
const PERIOD_MS = 2000;
/** A canary goes to the head of its queue, so it waits for one running job at most, and those have 3 s. */
const DEADLINE_MS = 6000;
/** With so many canaries of the whole fleet gone by, a consumer that waits like the others has had its share of them. */
const STARVED_MS = 60_000;

/**
 * `late`: nobody has taken the canary, so at least our own consumer does not consume. `starved`: canaries are taken, but
 * never by us. Either way our consumer's connection lies.
 */
export type CanaryVerdict = 'fine' | 'late' | 'starved';

/**
 * The account of one queue's canaries in this process: when to send the next, and what to think of our own consumer. Pure:
 * the time comes in from outside.
 */
export class CanaryWatch {
  private out: { readonly id: string; readonly sentMs: number } | undefined;
  private nextMs: number;
  private lastTakenMs: number;
  private count = 0;

  constructor(
    private readonly name: string,
    nowMs: number,
  ) {
    this.nextMs = nowMs + PERIOD_MS;
    this.lastTakenMs = nowMs;
  }

  /** The one that is out; undefined when it has come back. */
  get outstanding(): string | undefined {
    return this.out?.id;
  }

  /** The id of the canary to send now; undefined while one is out or its time has not come. */
  due(nowMs: number): string | undefined {
    if (this.out !== undefined || nowMs < this.nextMs) return undefined;
    this.nextMs = nowMs + PERIOD_MS;
    this.count += 1;
    return `canary-${this.name}-${this.count}`;
  }

  sent(id: string, nowMs: number): void {
    this.out = { id, sentMs: nowMs };
  }

  /** Our own consumer has taken something, a canary or a job. */
  took(nowMs: number): void {
    this.lastTakenMs = nowMs;
  }

  /** The queue does not know this canary any more: somebody has taken it. */
  gone(id: string): void {
    if (this.out?.id === id) this.out = undefined;
  }

  /** Redis is away or the queue is paused: silence says nothing about our consumer. */
  excuse(nowMs: number): void {
    this.out = undefined;
    this.lastTakenMs = nowMs;
  }

  /** After a verdict that is not `fine` the account begins anew, for the consumer that takes over. */
  judge(nowMs: number): CanaryVerdict {
    const late = this.out !== undefined && nowMs - this.out.sentMs > DEADLINE_MS;
    const starved = nowMs - this.lastTakenMs > STARVED_MS;
    if (!late && !starved) return 'fine';
    this.excuse(nowMs);
    return late ? 'late' : 'starved';
  }
}
