import { HttpReceiver } from './http-receiver';

/** A span as it arrived; `attributes` by name. */
export interface ArrivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly kind: number;
  readonly traceState: string | undefined;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly startMs: number;
  readonly endMs: number;
  /** The process that it came from, `service.instance.id`. */
  readonly instance: string;
}

/** A line of the log as it arrived. */
export interface ArrivedLine {
  readonly body: string;
  readonly severity: string;
  readonly traceId: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface KeyValue {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface WireSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly kind: number;
  readonly traceState?: string;
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly attributes: readonly KeyValue[];
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}

interface WireTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly { readonly spans: readonly WireSpan[] }[];
  }[];
}

interface WireLogs {
  readonly resourceLogs: readonly {
    readonly scopeLogs: readonly {
      readonly logRecords: readonly {
        readonly body: { readonly stringValue?: string };
        readonly severityText: string;
        readonly traceId?: string;
        readonly attributes: readonly KeyValue[];
      }[];
    }[];
  }[];
}

/** A receiver of OTLP over HTTP in JSON, as a collector is one: takes whatever comes, and reads it by the specification. */
export class OtlpReceiver {
  private constructor(private readonly http: HttpReceiver) {}

  static async open(): Promise<OtlpReceiver> {
    const http = await HttpReceiver.open();
    http.answer = { status: 200, body: '{}' };
    return new OtlpReceiver(http);
  }

  get endpoint(): string {
    return this.http.url('');
  }

  /** The headers of the last batch. */
  get headers(): Readonly<Record<string, unknown>> {
    return this.http.received.at(-1)?.headers ?? {};
  }

  /** All that has arrived, as it was sent. */
  get text(): string {
    return this.http.received.map(({ text }) => text).join('\n');
  }

  /** Takes nothing from now on, and says that trying again is no use; or takes everything again. */
  refuse(refuses: boolean): void {
    this.http.answer = refuses ? { status: 400, body: '' } : { status: 200, body: '{}' };
  }

  spans(traceId?: string): ArrivedSpan[] {
    const batches = this.http.on('/v1/traces').map(({ body }) => body as WireTraces);
    const all = batches.flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ resource, scopeSpans }) => {
        const instance = String(valuesOf(resource.attributes)['service.instance.id']);
        return scopeSpans.flatMap(({ spans }) => spans.map((span) => arrived(span, instance)));
      }),
    );
    return traceId === undefined ? all : all.filter((span) => span.traceId === traceId);
  }

  lines(): ArrivedLine[] {
    const batches = this.http.on('/v1/logs').map(({ body }) => body as WireLogs);
    return batches.flatMap(({ resourceLogs }) =>
      resourceLogs.flatMap(({ scopeLogs }) =>
        scopeLogs.flatMap(({ logRecords }) =>
          logRecords.map((record) => ({
            body: record.body.stringValue ?? '',
            severity: record.severityText,
            traceId: record.traceId,
            attributes: valuesOf(record.attributes),
          })),
        ),
      ),
    );
  }

  close(): Promise<void> {
    return this.http.close();
  }
}

function arrived(span: WireSpan, instance: string): ArrivedSpan {
  return {
    name: span.name,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    kind: span.kind,
    traceState: span.traceState,
    links: span.links ?? [],
    attributes: valuesOf(span.attributes),
    startMs: Number(span.startTimeUnixNano) / 1e6,
    endMs: Number(span.endTimeUnixNano) / 1e6,
    instance,
  };
}

/** Numbers may come as texts: JSON has no 64-bit integers. */
function valuesOf(attributes: readonly KeyValue[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
