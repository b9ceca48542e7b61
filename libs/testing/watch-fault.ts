import { isConnectionFault } from '#lib/database';

/**
 * For the error listener of a version watch under test: a snapshot that cannot be rebuilt fails the run. A connection
 * that was not to be had in time does not: the watch keeps its old snapshot then and tries again, which is its promise.
 */
export function throwWatchFault(error: unknown): void {
  if (!isConnectionFault(error)) throw error;
}
