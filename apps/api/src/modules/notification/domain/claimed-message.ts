import type { Verdict } from './retry-schedule';
import type { EndpointSecrets } from './signature';

/** A message that this process has taken for a while, with what is needed to send it. */
export interface ClaimedMessage extends EndpointSecrets {
  readonly claim: string;
  readonly endpointId: string;
  readonly streamId: string;
  readonly messageId: string;
  readonly body: string;
  /** See `NewMessage`. */
  readonly trace: string | null;
  /** Before this one. */
  readonly attempts: number;
  readonly url: string;
  /** The last attempt at its endpoint has failed: a success now counts for the endpoint's breaker. */
  readonly hasFailed: boolean;
  /** More than one in a row: it is sent to with care. */
  readonly isTroubled: boolean;
}

/** What came of a claimed message. */
export interface Outcome {
  readonly message: ClaimedMessage;
  readonly verdict: Verdict;
  /** The receiver's breaker takes it for a success. */
  readonly healthy: boolean;
  readonly status: number | null;
  readonly error: string | null;
  readonly durationMs: number;
  readonly at: Date;
}
