import { DomainError } from '#lib/kernel';

export interface TurnstileOptions {
  readonly inside: number;
  readonly waiting: number;
  readonly waitMs: number;
}

/**
 * Lets so many through at a time, in order of arrival. Requests that change something pass one before they take a
 * connection, so that connections are left for the stages: with all of them in requests' hands, orders are accepted and
 * cancelled, and none moves on.
 */
export class Turnstile {
  private inside = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly options: TurnstileOptions) {}

  /** @throws DomainError `database.busy` (503) when its turn does not come in time */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.inside < this.options.inside) this.inside += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  /** Whoever leaves hands its place on, so that nobody who comes later takes it. */
  private turn(): Promise<void> {
    if (this.waiting.size >= this.options.waiting) return Promise.reject(busy());
    return new Promise((resolve, reject) => {
      const go = (): void => {
        clearTimeout(late);
        resolve();
      };
      const late = setTimeout(() => {
        this.waiting.delete(go);
        reject(busy());
      }, this.options.waitMs);
      this.waiting.add(go);
    });
  }

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

function busy(): DomainError {
  const message = 'Too many changes wait for the database; repeat the request after Retry-After';
  return new DomainError('overloaded', 'database.busy', message, { retryAfterS: 1 });
}
