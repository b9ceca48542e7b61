import { nextTraceparent, readTraceMark } from '#lib/kernel';
import { LINKS_LIMIT, type FinishedSpan } from '#lib/telemetry';
import type { Placement, PlacementOutcome } from './placement';

/** A flight that has landed. */
export interface Flight {
  readonly placements: readonly Placement[];
  /** One for each placement, in order. */
  readonly outcomes: readonly PlacementOutcome[];
  /** Unix milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * The group commit as traces tell it: in the trace of each recorded request the time that its order flew, and, in a trace of its
 * own, the flight that they shared. Each names the other as a link. None where no request was recorded.
 */
export function intakeSpans({ placements, outcomes, startMs, endMs }: Flight): FinishedSpan[] {
  const flight = nextTraceparent(undefined, () => true);
  const times = { startMs, endMs };
  const singles = placements.flatMap(({ id, merchantId, trace }, index): FinishedSpan[] => {
    const origin = readTraceMark(trace);
    if (origin === undefined) return [];
    const attributes = {
      'linehaul.order_id': id,
      'linehaul.merchant_id': merchantId,
      'linehaul.outcome': outcomes[index]?.kind,
      'linehaul.flight_orders': placements.length,
    };
    return [
      {
        name: 'intake commit',
        kind: 'internal',
        traceparent: nextTraceparent(origin.traceparent),
        tracestate: origin.tracestate,
        parent: origin.traceparent,
        ...times,
        attributes,
        links: [flight],
      },
    ];
  });
  if (singles.length === 0) return [];
  const links = singles.slice(0, LINKS_LIMIT).map(({ traceparent }) => traceparent);
  const attributes = { 'linehaul.flight_orders': placements.length, 'linehaul.recorded_orders': singles.length };
  return [...singles, { name: 'intake flight', kind: 'internal', traceparent: flight, ...times, attributes, links }];
}
