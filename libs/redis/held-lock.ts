/** The holder's lock has run out or passed to somebody else while the work was still going on. */
export class LockLost extends Error {
  override readonly name = 'LockLost';

  constructor(key: string) {
    super(`The lock ${key} was lost before its work was done`);
  }
}

/** How a held lock reaches Redis; the lock itself knows nothing of it. */
export interface LockBackend {
  /** True when the token still held the key, which then lives on for the whole ttl. */
  renew(this: void): Promise<boolean>;
  release(this: void): Promise<unknown>;
  onLost(this: void): void;
  onRenewed(this: void): void;
}

/** Renewals come at this fraction of the ttl: two may fail before the lock runs out. */
const RENEWALS_PER_TTL = 3;

/**
 * A lock while it is held. It renews itself and notices when it is lost: because another holds the key, or because no
 * renewal came through within the ttl, counted from before the command was sent, on this process's monotonic clock.
 */
export class HeldLock {
  private readonly controller = new AbortController();
  private validUntilMs: number;
  private timer: NodeJS.Timeout | undefined;
  private over = false;

  /** `sentAtMs`: `performance.now()` from before the command that took the lock. */
  constructor(
    readonly key: string,
    private readonly ttlMs: number,
    sentAtMs: number,
    private readonly backend: LockBackend,
  ) {
    this.validUntilMs = sentAtMs + ttlMs;
    this.scheduleRenewal();
  }

  /** Aborts, with `LockLost` as its reason, when the lock is lost; stays quiet when it is released. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Resolves when the lock is lost; never, when it is released in time. */
  get lost(): Promise<void> {
    const { signal } = this.controller;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  /** Gives the lock back, unless somebody else holds it by now. Never throws: what cannot be released runs out. */
  async release(): Promise<void> {
    if (this.over) return;
    this.end();
    await this.backend.release().catch(() => undefined);
  }

  private scheduleRenewal(): void {
    const dueMs = Math.min(this.ttlMs / RENEWALS_PER_TTL, this.validUntilMs - performance.now());
    this.timer = setTimeout(() => void this.renew(), Math.max(0, dueMs));
    this.timer.unref();
  }

  /** A fault says nothing about who holds the key: the lock stays ours until its ttl is over. */
  private async renew(): Promise<void> {
    const sentAtMs = performance.now();
    if (sentAtMs >= this.validUntilMs) {
      this.lose();
      return;
    }
    this.watchValidity();
    const held = await this.backend.renew().catch(() => undefined);
    if (this.over) return;
    if (held === false) {
      this.lose();
      return;
    }
    if (held === true) {
      this.validUntilMs = sentAtMs + this.ttlMs;
      this.backend.onRenewed();
    }
    clearTimeout(this.timer);
    this.scheduleRenewal();
  }

  /** While a renewal is under way, which may take longer than the lock lives. */
  private watchValidity(): void {
    this.timer = setTimeout(() => this.lose(), this.validUntilMs - performance.now());
    this.timer.unref();
  }

  private lose(): void {
    this.end();
    this.backend.onLost();
    this.controller.abort(new LockLost(this.key));
  }

  private end(): void {
    this.over = true;
    clearTimeout(this.timer);
  }
}
