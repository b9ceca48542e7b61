import type { AttemptedRow, StageAttempt } from '#lib/database';
import { nextTraceparent, type TraceContext } from '#lib/kernel';
import { LINKS_LIMIT, type FinishedSpan } from '#lib/telemetry';

/** Which request each order came with, where its trace is recorded. */
export type Origins = ReadonlyMap<string, TraceContext>;

/** Orders of one row that came with one request, such as those of a bulk. */
interface Company {
  readonly origin: TraceContext;
  readonly orderIds: string[];
}

/**
 * One attempt of a batch as traces tell it. The orders of a batch come from many requests, so it has a trace of its own; and each
 * recorded request has in its trace how long the work row waited and, below that, the attempt. Orders that came with one request share
 * these, so that a bulk of a thousand does not leave thousands of spans. None where no order is of a recorded request.
 */
export function stageSpans(attempt: StageAttempt, origins: Origins): FinishedSpan[] {
  const batch = nextTraceparent(undefined, () => true);
  const spans = attempt.rows.flatMap((row) =>
    companiesOf(row, origins).flatMap((company) => spansOf(attempt, row, company, batch)),
  );
  const runs = spans.filter(({ kind }) => kind === 'consumer');
  if (runs.length === 0) return [];
  return [
    ...spans,
    {
      name: `batch ${attempt.stage}`,
      kind: 'internal',
      traceparent: batch,
      ...timesOf(attempt),
      attributes: {
        'linehaul.stage': attempt.stage,
        'linehaul.work_id': attempt.workId,
        'linehaul.work_rows': attempt.rows.length,
        'linehaul.orders': attempt.rows.reduce((sum, { orderIds }) => sum + orderIds.length, 0),
      },
      links: runs.slice(0, LINKS_LIMIT).map(({ traceparent }) => traceparent),
      error: errorOf(attempt),
    },
  ];
}

function spansOf(attempt: StageAttempt, row: AttemptedRow, company: Company, batch: string): FinishedSpan[] {
  const { stage, workId, attempts, startedMs } = attempt;
  const { origin, orderIds } = company;
  const { tracestate } = origin;
  const [only] = orderIds;
  const attributes = {
    'linehaul.stage': stage,
    'linehaul.work_id': workId,
    'linehaul.orders': orderIds.length,
    'linehaul.order_id': orderIds.length === 1 ? only : undefined,
  };
  const waited: FinishedSpan = {
    name: `work ${stage}`,
    kind: 'internal',
    traceparent: nextTraceparent(origin.traceparent),
    tracestate,
    parent: origin.traceparent,
    startMs: Math.min(row.dueAt.getTime(), startedMs),
    endMs: startedMs,
    attributes,
  };
  const run: FinishedSpan = {
    name: `stage ${stage}`,
    kind: 'consumer',
    traceparent: nextTraceparent(origin.traceparent),
    tracestate,
    parent: waited.traceparent,
    ...timesOf(attempt),
    attributes: { ...attributes, 'linehaul.attempt': attempts },
    links: [batch],
    error: errorOf(attempt),
  };
  return [waited, run];
}

function companiesOf({ orderIds }: AttemptedRow, origins: Origins): Company[] {
  const companies = new Map<string, Company>();
  for (const orderId of orderIds) {
    const origin = origins.get(orderId);
    if (origin === undefined) continue;
    const company = companies.get(origin.traceparent);
    if (company === undefined) companies.set(origin.traceparent, { origin, orderIds: [orderId] });
    else company.orderIds.push(orderId);
  }
  return [...companies.values()];
}

function timesOf({ startedMs, endedMs }: StageAttempt): Pick<FinishedSpan, 'startMs' | 'endMs'> {
  return { startMs: startedMs, endMs: endedMs };
}

/** Its name alone: messages of errors may hold what a client sent. */
function errorOf({ error }: StageAttempt): string | undefined {
  if (error === undefined) return undefined;
  return error instanceof Error ? error.name : 'Error';
}
