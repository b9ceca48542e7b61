import { randomFillSync } from 'node:crypto';

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;
const TRACEPARENT_LENGTH = 55;
/** As much of the callers' own state as W3C asks everybody to pass on. */
const TRACESTATE_LIMIT = 512;
const TRACESTATE = /^[\x20-\x7e]+$/;
const POOL_BYTES = 8_160;
const IDS_BYTES = 24;
const pool = Buffer.alloc(POOL_BYTES);
let offset = POOL_BYTES;

/** Where something stands in a trace: W3C Trace Context, version 00. `tracestate` is what callers added to it, as it came. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate?: string | undefined;
}

/** Decides by its id whether a trace that begins here is recorded. */
export type TraceSampler = (traceId: string) => boolean;

const NEVER: TraceSampler = () => false;

/** 24 random bytes as hex. Eight zero bytes in a row, which W3C forbids as a span id, don't happen. */
function randomIds(): string {
  if (offset === POOL_BYTES) {
    randomFillSync(pool);
    offset = 0;
  }
  offset += IDS_BYTES;
  return pool.toString('hex', offset - IDS_BYTES, offset);
}

/**
 * Our own place in the caller's trace: the caller's trace id and flags with a span id of ours, or a new trace where the
 * header is absent or malformed, as the recommendation asks for. `samples` decides about new traces alone.
 */
export function nextTraceparent(header: string | string[] | undefined, samples: TraceSampler = NEVER): string {
  const ids = randomIds();
  const match = typeof header === 'string' ? TRACEPARENT.exec(header) : null;
  if (match !== null) return `00-${match[1] ?? ''}-${ids.slice(32)}-${match[3] ?? ''}`;
  const traceId = ids.slice(0, 32);
  return `00-${traceId}-${ids.slice(32)}-${samples(traceId) ? '01' : '00'}`;
}

/** The caller's `tracestate`; dropped where its trace is not the one that goes on, or where it is no header of ours to send. */
export function tracestateOf(
  traceparent: string | string[] | undefined,
  tracestate: string | string[] | undefined,
): string | undefined {
  if (typeof tracestate !== 'string' || tracestate.length > TRACESTATE_LIMIT) return undefined;
  return isTraceparent(traceparent) && TRACESTATE.test(tracestate) ? tracestate : undefined;
}

export function isTraceparent(header: unknown): header is string {
  return typeof header === 'string' && TRACEPARENT.test(header);
}

/** Empty for work without a trace. */
export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35);
}

export function spanIdOf(traceparent: string): string {
  return traceparent.slice(36, 52);
}

/** Whether this trace is recorded: the last bit of its flags. False for work without a trace. */
export function isSampled(traceparent: string): boolean {
  return '13579bdf'.includes(traceparent.charAt(TRACEPARENT_LENGTH - 1) || '-');
}

/**
 * How a recorded trace is kept beside what it caused, in one text: the `traceparent`, and behind a space the `tracestate`.
 * Undefined where nothing is recorded: then nobody would find anything under its id.
 */
export function traceMark({ traceparent, tracestate }: TraceContext): string | undefined {
  if (!isSampled(traceparent)) return undefined;
  return tracestate === undefined ? traceparent : `${traceparent} ${tracestate}`;
}

/** What `traceMark` wrote; undefined for anything else. */
export function readTraceMark(mark: string | null | undefined): TraceContext | undefined {
  if (mark === null || mark === undefined) return undefined;
  const traceparent = mark.slice(0, TRACEPARENT_LENGTH);
  if (!isTraceparent(traceparent)) return undefined;
  const tracestate = mark.slice(TRACEPARENT_LENGTH + 1);
  return tracestate === '' ? { traceparent } : { traceparent, tracestate };
}
