/**
 * Telemetry: what the process says of itself: a log of JSON lines, metrics for Prometheus and the port that serves them, and, where
 * there is a receiver of OTLP, traces and the same lines for it.
 *
 * Invariants: no secret, telephone number or address of a recipient is ever logged; every label of a metric is bounded;
 * the management port answers whatever the API does; nobody waits for a receiver, and without one nothing of OpenTelemetry is loaded.
 */
export { grpcLog, grpcMetrics } from './grpc-observers';
export { httpLog, httpMetrics, httpSpans, waitingMetrics } from './http-observers';
export { Log } from './log';
export type { LogFields, LogLevel, LogOptions } from './log';
export { ManagementServer } from './management-server';
export type { ManagementAnswer, ManagementRoutes } from './management-server';
export { Metrics } from './metrics';
export type { CounterOf, GaugeOf, HistogramOf } from './metrics';
export { NestLog } from './nest-log';
export { canaryMetrics, lockMetrics, PipelineMetrics } from './pipeline-metrics';
export type { OtlpSettings } from './otlp/settings';
export { TelemetryExport } from './otlp/telemetry-export';
export { TelemetryModule } from './telemetry.module';
export { LINKS_LIMIT } from './tracing/span';
export type { FinishedSpan, SpanAttributes } from './tracing/span';
export { Traces } from './tracing/traces';
export type { SpanSink } from './tracing/traces';
