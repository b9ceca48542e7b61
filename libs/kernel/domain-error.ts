/**
 * What went wrong, as the caller must understand it. One table in `libs/http` maps a kind to a status;
 * the pipeline bisects a batch on these errors and never retries them as they stand.
 */
export type ErrorKind =
  | 'invalid_input' // 400: not understood
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not_found' // 404, also another tenant's resource
  | 'conflict' // 409: the resource's state forbids it
  | 'stale' // 412: If-Match names an older version
  | 'too_large' // 413
  | 'unsupported_media' // 415
  | 'refused' // 422: well-formed, but cannot be done
  | 'precondition_required' // 428
  | 'quota_exceeded' // 429
  | 'overloaded'; // 503

export interface FieldError {
  /** RFC 6901 pointer into the body, or the name of a header or query parameter. */
  readonly pointer: string;
  readonly detail: string;
}

export interface DomainErrorOptions {
  /** Public facts about this occurrence; become extension members of the problem. Never a secret. */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldError[];
  readonly retryAfterS?: number;
  readonly cause?: unknown;
}

/** An expected refusal with a stable code such as `order.invalid_transition`. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly context: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldError[];
  readonly retryAfterS: number | undefined;

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    options: DomainErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.context = options.context ?? {};
    this.errors = options.errors ?? [];
    this.retryAfterS = options.retryAfterS;
  }
}
