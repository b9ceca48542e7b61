import type { Context } from '#lib/kernel';

/**
 * Keeps a repeated request from occupying a database connection while the first one runs. It saves work and nothing
 * else: the unique key row decides, so an implementation may fail, lie or be absent.
 */
export interface KeyLock {
  /**
   * Waits up to `waitMs` for the lock called `name`. Undefined when it is still held, or when the lock service cannot be
   * reached; never throws.
   */
  acquire(ctx: Context, name: string, waitMs: number): Promise<{ release(): Promise<void> } | undefined>;
}

/** Injection token of the optional `KeyLock`. */
export const KEY_LOCK = Symbol('KeyLock');
