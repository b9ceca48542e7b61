import { ApiError } from './problem';

/** How many requests that have failed are remembered. */
const LIMIT = 50;

/**
 * One key per thing that is meant: a request that is sent again after an error is the same request, so it gets the same key,
 * and the server does it once. After success the next equal request means something new, and so it does after a refusal that the
 * server would repeat under this key for ever, although its cause may be gone by then.
 */
export class IdempotencyKeys {
  private readonly pending = new Map<string, string>();

  constructor(private readonly next: () => string = () => crypto.randomUUID()) {}

  async run<Result>(path: string, body: unknown, send: (key: string) => Promise<Result>): Promise<Result> {
    const meant = `${path} ${JSON.stringify(body)}`;
    const key = this.pending.get(meant) ?? this.next();
    this.pending.set(meant, key);
    for (const oldest of this.pending.keys()) {
      if (this.pending.size <= LIMIT) break;
      this.pending.delete(oldest);
    }
    try {
      const result = await send(key);
      this.pending.delete(meant);
      return result;
    } catch (error) {
      if (isAnswered(error)) this.pending.delete(meant);
      throw error;
    }
  }
}

/** Refusals that are kept under the key; a request that is still being worked on is not refused. */
function isAnswered(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.problem.code === 'idempotency.in_progress') return false;
  return error.status === 409 || error.status === 422;
}
