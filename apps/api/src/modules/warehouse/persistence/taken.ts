import { sqlState } from '#lib/database';
import { DomainError } from '#lib/kernel';

const UNIQUE_VIOLATION = '23505';

/** Turns the violation of a unique constraint into the conflict that it means; lets everything else through. */
export function rethrowTaken(
  error: unknown,
  conflicts: Readonly<Record<string, readonly [code: string, message: string]>>,
): never {
  const constraint = (error as { constraint?: unknown } | null)?.constraint;
  const conflict = typeof constraint === 'string' ? conflicts[constraint] : undefined;
  if (sqlState(error) !== UNIQUE_VIOLATION || conflict === undefined) throw error;
  throw new DomainError('conflict', conflict[0], conflict[1], { cause: error });
}
