import type { Metrics } from '../metrics';
import type { FinishedSpan } from '../tracing/span';
import { Traces } from '../tracing/traces';
import type { OtlpConnection } from './otlp-connection';
import { ExportQueue, type DropReason } from './export-queue';
import type { OtlpSettings } from './settings';

type Signal = 'traces' | 'logs';

/** Some seconds of a busy process; a span that waits takes about a kilobyte. */
const LIMITS: Readonly<Record<Signal, number>> = { traces: 8192, logs: 8192 };
const BATCH_SIZE = 512;
const DELAY_MS = 1000;
/** Of the time that a process has to end. */
const CLOSE_WITHIN_MS = 2000;

/**
 * What a process sends to its receiver of OTLP: spans and the lines of its log. Nobody ever waits for it: what the receiver does not
 * take is dropped, counted in `telemetry_dropped_total`, and said of nowhere else.
 */
export class TelemetryExport {
  readonly traces: Traces;
  private readonly spans: ExportQueue<FinishedSpan>;
  private readonly lines: ExportQueue<string>;
  private connected: Promise<OtlpConnection> | undefined;

  constructor(
    private readonly settings: OtlpSettings,
    metrics: Metrics,
  ) {
    const sent = metrics.counter({
      name: 'telemetry_exported_total',
      help: 'Spans and lines of the log that the receiver of OTLP has taken',
      labels: { signal: ['traces', 'logs'] },
    });
    const dropped = metrics.counter({
      name: 'telemetry_dropped_total',
      help: 'Spans and lines of the log that were not exported, by why',
      labels: { signal: ['traces', 'logs'], reason: ['queue_full', 'export_failed'] },
    });
    const told = (signal: Signal) => ({
      limit: LIMITS[signal],
      batchSize: BATCH_SIZE,
      delayMs: DELAY_MS,
      onSent: (items: number) => sent.add({ signal }, items),
      onDropped: (items: number, reason: DropReason) => dropped.add({ signal, reason }, items),
    });
    this.spans = new ExportQueue({
      ...told('traces'),
      send: async (batch) => (await this.connection()).sendSpans(batch),
    });
    this.lines = new ExportQueue({
      ...told('logs'),
      send: async (batch) => (await this.connection()).sendLines(batch),
    });
    this.traces = new Traces(this.spans, settings.ratio);
  }

  /** One line of the log, as it was written. */
  takeLine(line: string): void {
    this.lines.add(line);
  }

  /** Sends what waits, in bounded time. */
  async close(): Promise<void> {
    await Promise.all([this.spans.close(CLOSE_WITHIN_MS), this.lines.close(CLOSE_WITHIN_MS)]);
  }

  private async connection(): Promise<OtlpConnection> {
    this.connected ??= import('./otlp-connection.js').then(({ connectOtlp }) => connectOtlp(this.settings));
    return this.connected;
  }
}
