import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import type { FinishedSpan } from '../tracing/span';
import type { OtlpSettings } from './settings';
import { toReadableLog, toReadableSpan, type Speaker } from './to-readable';

/** The way to a receiver of OTLP over HTTP, in JSON. */
export interface OtlpConnection {
  /** Rejects when the receiver did not take them within the timeout, tries and pauses included. */
  sendSpans(spans: readonly FinishedSpan[]): Promise<void>;
  /** Lines as the log wrote them. */
  sendLines(lines: readonly string[]): Promise<void>;
}

/** In semantic conventions that are not stable yet. */
const ATTR_SERVICE_INSTANCE_ID = 'service.instance.id';

interface Exporter<Item> {
  export(items: Item[], done: (result: ExportResult) => void): void;
}

/**
 * The one file that loads OpenTelemetry, imported when the first batch leaves: a process without a receiver never does, and none
 * does while it starts. Its exporters alone: spans are put together by us, see docs/adr/0022.
 */
export function connectOtlp({ endpoint, headers, timeoutMs, service }: OtlpSettings): OtlpConnection {
  const speaker: Speaker = {
    resource: resourceFromAttributes({
      [ATTR_SERVICE_NAME]: service.name,
      [ATTR_SERVICE_VERSION]: service.version,
      [ATTR_SERVICE_INSTANCE_ID]: service.instance,
    }),
    scope: { name: 'linehaul', version: service.version },
  };
  const config = (path: string): ConstructorParameters<typeof OTLPTraceExporter>[0] => ({
    url: `${endpoint.replace(/\/$/, '')}/v1/${path}`,
    headers: { ...headers },
    timeoutMillis: timeoutMs,
  });
  const [traces, logs] = [new OTLPTraceExporter(config('traces')), new OTLPLogExporter(config('logs'))];
  return {
    sendSpans: (spans) =>
      sent(
        traces,
        spans.map((span) => toReadableSpan(span, speaker)),
      ),
    sendLines: (lines) =>
      sent(
        logs,
        lines.map((line) => toReadableLog(line, speaker)),
      ),
  };
}

function sent<Item>(exporter: Exporter<Item>, items: Item[]): Promise<void> {
  return new Promise((resolve, reject) => {
    exporter.export(items, ({ code, error }) => {
      if (code === ExportResultCode.SUCCESS) resolve();
      else reject(error ?? new Error('The receiver of OTLP did not take a batch'));
    });
  });
}
