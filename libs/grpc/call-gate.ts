import type { Auth } from '#lib/http';
import type { Actor } from '#lib/kernel';

/** Token: whoever decides who may call. */
export const CALL_GATE = Symbol('CallGate');

/** What is known of a call before anything of it was read. */
export interface CallerQuestion {
  /** The metadata entry `authorization`, as over HTTP: `Bearer …`. */
  readonly authorization: string | undefined;
  /** The remote address, for limits of callers who are nobody yet. */
  readonly address: string;
  readonly auth: Auth;
}

export interface Admitted {
  readonly actor: Actor;
  readonly merchantId?: string | undefined;
}

/** Authentication, authorization and rate limit in one: what over HTTP are three guards. */
export interface CallGate {
  /** @throws DomainError `gateway.*` of kinds unauthenticated, forbidden, quota_exceeded */
  admit(question: CallerQuestion): Promise<Admitted>;
  /**
   * One more token of a caller that was admitted, for each message of a stream that is a request of its own; refused, as `admit`
   * would be, when the caller has lost its standing since.
   */
  take(caller: Admitted): Promise<void>;
  /** Tells once when a caller that was admitted may not go on with what it has open. Answers the way to stop. */
  watch(caller: Admitted, ended: (reason: unknown) => void): () => void;
}
