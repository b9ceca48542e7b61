/**
 * Queue: the work in flight, on BullMQ.
 *
 * Invariants: a message is a hint, the work row in PostgreSQL is the truth, so a lost, doubled or late message does no
 * harm; each queue carries one kind of job and each job has exactly one handler, or the process does not start; a
 * message runs once and is forgotten, for retries are counted on the row; nothing here waits for a Redis that is away;
 * consumers that do not consume are found by a canary and replaced.
 */
export { defineJob, jobId } from './job-definition';
export type { JobDefinition, JobHandler, JobRun } from './job-definition';
export { QueueModule } from './queue.module';
export { QueueWatchdog } from './queue-watchdog';
export type { CanaryOutcome } from './queue-watchdog';
export { Queues } from './queues';
export type { KnownJob, NewJob, QueueCounts, QueuesOptions } from './queues';
