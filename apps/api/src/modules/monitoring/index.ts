/**
 * Monitoring: tells people within seconds when something is wrong, and when it is over; without Prometheus too.
 *
 * Invariants
 * - One process of the fleet evaluates at a time (a lease in PostgreSQL); another takes over within three seconds.
 * - A notification is written in the transaction that changes the alert: none is lost, whoever dies; one may come twice.
 * - An alert that was told is told to be over, once. Silences and inhibitions hide the telling, never the alert.
 * - Nothing here runs in a request; who imports this module would be watched by itself, so nobody does.
 * - What heals by itself is on the list in `domain/remediation/actions.ts`, and is on record before it is done.
 * - Secrets of channels, and the addresses that hold them, are in no answer and no log.
 *
 * ```
 * every process: samples ─► monitor_processes ┐
 * PostgreSQL: work, parked, invariants ───────┴► evaluator ─► alerts, incidents, outbox ─► channels
 *
 * alert: pending ─► firing ─► resolved        incident: open ─► acknowledged ─► closed
 * remediation: verifying ─► effective | ineffective | failed; twice in a row the latter: a person is called
 * notification: pending ─(8 attempts)─► sent | dead
 * ```
 */
export { ChildRestarts } from './jobs/child-restarts';
export { MonitoringModule } from './monitoring.module';
export type { MonitoringOptions } from './monitoring.options';
export { RequestStats } from './sampling/request-stats';
