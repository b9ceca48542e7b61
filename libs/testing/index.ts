/**
 * Testing: real servers, builders and signals for the tests. Nothing that runs in production imports it.
 *
 * Invariants: a test has a database and a Redis of its own; a test waits for a condition, never for a time.
 */
export { catalogOf } from './catalog';
export { eventually } from './eventually';
export { FaultProxy } from './fault-proxy';
export type { LineFault } from './fault-proxy';
export { HttpReceiver } from './http-receiver';
export type { ReceivedRequest } from './http-receiver';
export { anOrder } from './order-builder';
export type { OrderBody } from './order-builder';
export { OtlpReceiver } from './otlp-receiver';
export type { ArrivedLine, ArrivedSpan } from './otlp-receiver';
export { startOwnRedis } from './own-redis';
export { SmtpReceiver } from './smtp-receiver';
export { cloneTemplate, emptyDatabase, testDatabase } from './test-database';
export type { TestDatabase, TestDatabaseOptions } from './test-database';
export { testRedis } from './test-redis';
export type { TestRedis } from './test-redis';
export { throwWatchFault } from './watch-fault';
export { WebhookReceiver } from './webhook-receiver';
export type { ArrivedMessage } from './webhook-receiver';
