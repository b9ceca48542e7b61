export interface TurnstileOptions {
  readonly inside: number;
  readonly waiting: number;
  /** However long it takes, without it. */
  readonly waitMs?: number;
  /** What is thrown when too many wait, or one has waited for too long. */
  readonly refuse: () => Error;
}

/** Lets so many be at work at a time, the others in order of arrival. */
export class Turnstile {
  private inside = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly options: TurnstileOptions) {}

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.inside < this.options.inside) this.inside += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private turn(): Promise<void> {
    const { waiting, waitMs, refuse } = this.options;
    if (this.waiting.size >= waiting) return Promise.reject(refuse());
    return new Promise((resolve, reject) => {
      const go = (): void => {
        clearTimeout(late);
        resolve();
      };
      const giveUp = (): void => {
        this.waiting.delete(go);
        reject(refuse());
      };
      const late = waitMs === undefined ? undefined : setTimeout(giveUp, waitMs);
      this.waiting.add(go);
    });
  }

  /** Whoever leaves hands its place on, so that nobody who comes later takes it. */
  private leave(): void {
    const [next] = this.waiting;
    if (next === undefined) {
      this.inside -= 1;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}
