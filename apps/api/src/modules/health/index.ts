/**
 * Health: tells orchestrators and balancers how this process fares, and ends it without failing a request.
 *
 *     starting ── markServing() ──► serving ── Shutdown.run() ──► draining ──► exit
 *         └──────────────────── Shutdown.run() ──────────────────────┘
 *
 * Invariants: `live` asks nobody; `ready` answers in bounded time and is 200 only while serving with PostgreSQL in reach;
 * every role answers the probes and `/metrics` on its management port, from before it serves until after it has stopped.
 */
export { HealthModule } from './health.module';
export type { HealthOptions } from './health.options';
export { HttpDrain } from './http-drain';
export { ManagementPort } from './management-port';
export { ProcessState } from './process-state';
export { Shutdown } from './shutdown';
export type { ShutdownOutcome } from './shutdown';
