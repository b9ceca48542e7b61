/**
 * Telemetry: what the process says of itself: a log of JSON lines, metrics for Prometheus, and the port that serves them.
 *
 * Invariants: no secret, telephone number or address of a recipient is ever logged; every label of a metric is bounded;
 * the management port answers whatever the API does.
 */
export { grpcLog, grpcMetrics } from './grpc-observers';
export { httpLog, httpMetrics, waitingMetrics } from './http-observers';
export { Log } from './log';
export type { LogFields, LogLevel, LogOptions } from './log';
export { ManagementServer } from './management-server';
export type { ManagementAnswer, ManagementRoutes } from './management-server';
export { Metrics } from './metrics';
export type { CounterOf, GaugeOf, HistogramOf } from './metrics';
export { NestLog } from './nest-log';
export { canaryMetrics, lockMetrics, PipelineMetrics } from './pipeline-metrics';
export { TelemetryModule } from './telemetry.module';
