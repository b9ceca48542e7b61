/** The answer of an idempotent command: stored with its key, and given again to whoever repeats the request. */
export interface StoredAnswer {
  /** 2xx. Refusals are thrown as `DomainError`s and stored by kind. */
  readonly status: number;
  readonly body: unknown;
  readonly location?: string;
  /** Becomes the entity tag. */
  readonly version?: number;
}
