/** What the API answers when it refuses (RFC 9457). Further members are facts about the occurrence. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly trace_id: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
}

/** A refusal, in the shape in which react-admin's forms put the faults of fields on their fields. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: { readonly errors: Record<string, unknown> | undefined };

  constructor(readonly problem: Problem) {
    super(messageOf(problem));
    this.name = 'ApiError';
    this.status = problem.status;
    this.body = { errors: fieldErrors(problem) };
  }
}

/** The record has changed since it was shown: what it is now, to compare and to load again. */
export class StaleError extends ApiError {
  constructor(
    problem: Problem,
    readonly fresh: Readonly<Record<string, unknown>>,
  ) {
    super(problem);
    this.name = 'StaleError';
  }
}

/** For a person: what is wrong, and the trace that support can look up. */
function messageOf({ detail, title, trace_id: traceId }: Problem): string {
  return traceId === '' ? detail || title : `${detail || title} (trace ${traceId.slice(0, 8)})`;
}

/** Where the faults of fields lie, e.g. `/values/http/shed_above_ms` → `{ values: { http: { shed_above_ms: … } } }`; undefined where no field is to blame. */
export function fieldErrors({ errors = [] }: Problem): Record<string, unknown> | undefined {
  const tree: Record<string, unknown> = {};
  for (const { pointer, detail } of errors) {
    const steps = pointer.split('/').filter((step) => step !== '');
    const last = steps.pop();
    if (last === undefined) continue;
    let branch = tree;
    for (const step of steps) {
      const next = branch[step];
      const child = typeof next === 'object' && next !== null ? (next as Record<string, unknown>) : {};
      branch[step] = child;
      branch = child;
    }
    branch[last] = detail;
  }
  return Object.keys(tree).length === 0 ? undefined : tree;
}

/** Where no document came: a proxy's page, or no answer at all. */
export function problemWithout(status: number, detail: string): Problem {
  return { status, title: detail, detail, code: 'console.no_answer', trace_id: '' };
}
