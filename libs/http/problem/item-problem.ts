import { traceIdOf, type Context } from '#lib/kernel';
import { problemDocument } from './problem';
import { problemOf } from './problem-of';

/** What one item of a bulk request is answered when it fails: what it would have been answered alone. */
export interface ItemProblem {
  readonly status: number;
  readonly problem: Record<string, unknown>;
  /** Ours, not the caller's: worth a line in the log. */
  readonly fault: boolean;
}

/** The problem document of one item; `path` is the bulk request's. */
export function itemProblem(error: unknown, ctx: Context, path: string): ItemProblem {
  const answer = problemOf(error);
  const traceId = traceIdOf(ctx.traceparent);
  return { status: answer.status, problem: problemDocument(answer, { path, traceId }), fault: answer.fault };
}
