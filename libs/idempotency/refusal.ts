import { DomainError, type ErrorKind, type FieldError } from '#lib/kernel';

/** A refusal that was stored with its key and is given again. */
export class ReplayedRefusal extends DomainError {}

/** A stored refusal as JSON. */
export interface StoredRefusal {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldError[];
}

/**
 * Whether a refusal is the command's own outcome, and so binds its key: 409 and 422. Everything else (malformed, not
 * allowed, not found, too many, overloaded, a fault) says nothing about the command, and the next attempt runs anew.
 */
export function bindsKey(error: unknown): error is DomainError {
  return error instanceof DomainError && (error.kind === 'conflict' || error.kind === 'refused');
}

export function storeRefusal(error: DomainError): StoredRefusal {
  const { kind, code, message, context, errors } = error;
  return { kind, code, message, context, errors };
}

export function replayRefusal(stored: StoredRefusal): ReplayedRefusal {
  return new ReplayedRefusal(stored.kind, stored.code, stored.message, {
    context: stored.context,
    errors: stored.errors,
  });
}
