import { isSampled, type TraceSampler } from '#lib/kernel';
import type { FinishedSpan } from './span';

/** Takes spans that are over; never waits, never throws. */
export interface SpanSink {
  add(span: FinishedSpan): void;
}

const SAMPLES_NONE: TraceSampler = () => false;
/** The last 32 bits of a trace id are random, whoever made it (W3C Trace Context, level 2). */
const RANDOM_DIGITS = 8;
const RANDOM_VALUES = 2 ** 32;

/**
 * What the parts of the process tell of traces. Whether one is recorded was decided where it began and stands in its flags, so
 * that nobody asks again: a span of any other trace is dropped here, and costs the look at one character.
 */
export class Traces {
  /** Nothing is recorded. */
  static readonly off = new Traces(undefined, 0);

  /** Whether a trace that begins in this process is recorded: the same answer for the same id in every process. */
  readonly samplesRoot: TraceSampler;

  /** `ratio`: of the traces that begin here, from 0 to 1. */
  constructor(
    private readonly sink: SpanSink | undefined,
    ratio: number,
  ) {
    const below = ratio * RANDOM_VALUES;
    this.samplesRoot =
      sink === undefined || ratio === 0
        ? SAMPLES_NONE
        : (traceId) => Number.parseInt(traceId.slice(-RANDOM_DIGITS), 16) < below;
  }

  get isOn(): boolean {
    return this.sink !== undefined;
  }

  /** Whether a span of this trace would be taken: worth asking before its attributes are put together. */
  records(traceparent: string): boolean {
    return this.sink !== undefined && isSampled(traceparent);
  }

  record(span: FinishedSpan): void {
    if (this.records(span.traceparent)) this.sink?.add(span);
  }
}
