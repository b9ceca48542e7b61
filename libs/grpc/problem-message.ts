import { problemOf } from '#lib/http';

/** `linehaul.problem.v1.Problem`. */
export interface ProblemMessage {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];
  readonly retry_after_s: number;
}

/** What one of many would have been answered over HTTP; `fault`: it is ours to mend. */
export function problemMessage(error: unknown): { readonly problem: ProblemMessage; readonly fault: boolean } {
  const { status, code, detail, errors, headers, fault } = problemOf(error);
  const retryAfterS = Number(headers['retry-after'] ?? 0);
  return { problem: { status, code, detail, errors: [...errors], retry_after_s: retryAfterS }, fault };
}
