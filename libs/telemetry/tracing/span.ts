/** A span's attributes, by the names of OpenTelemetry's conventions or, with `linehaul.` before them, by ours. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** One step on the way of something, told when it is over. */
export interface FinishedSpan {
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'consumer';
  /** Its own place: trace, span, flags. */
  readonly traceparent: string;
  readonly tracestate?: string | undefined;
  /** Of the same trace: the `traceparent` of the step that it is a part of. None begins the trace. */
  readonly parent?: string | undefined;
  /** Unix milliseconds; fractions count. */
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: SpanAttributes;
  /** The `traceparent`s of what it stands in connection with. */
  readonly links?: readonly string[] | undefined;
  /** Set where it failed: says why, without anything that a client sent. */
  readonly error?: string | undefined;
}

/** Who follows links can follow so many; a batch holds up to 512 orders. */
export const LINKS_LIMIT = 64;
