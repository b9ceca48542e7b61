/**
 * Database: the way to PostgreSQL, the only truth.
 *
 * Invariants: a transaction is opened by `Database.transaction` alone and handed on as `Tx`; hot paths use set-based
 * `Statement`s, resources use entities through `tx.manager`; work rows and parked orders are written in the transaction
 * that makes them true.
 */
export type { AgeingTable } from './ageing-table';
export { dataSourceOptions } from './data-source';
export type { DatabaseOptions } from './data-source';
export { Database } from './database';
export type { DedicatedPool } from './database';
export { listWaiting } from './dead-letters';
export type { WaitingPlace } from './dead-letters';
export { DatabaseModule } from './database.module';
export { durabilityFaults } from './durability';
export { EVENT_FEED, readEventFeed } from './event-feed';
export type { FeedPosition, FeedRow } from './event-feed';
export { FlightBatcher } from './flight-batcher';
export type { BatcherOptions, FlightClass, Submission } from './flight-batcher';
export { behind, cutWindow, FIRST_ID, LAST_ID, mergeWindows } from './id-window';
export type { Direction, IdRange, IdWindow } from './id-window';
export { migrate } from './migrate';
export {
  countDeadLetters,
  findParked,
  keysWaitedFor,
  listParked,
  park,
  PARK_REASONS,
  resumeParked,
  takeDeadLetters,
  unpark,
} from './parked';
export type { ParkedOrder, ParkReason } from './parked';
export { OrphanedWork, sessionName } from './orphaned-work';
export type { KnownWork, KnownWorkQueues } from './orphaned-work';
export { Relay } from './relay';
export type { DispatchedWork, RelayOptions, WorkQueues } from './relay';
export { isConnectionFault, isDataFault, isLockTimeout, isTransactionConflict, sqlState } from './sql-state';
export type { AttemptedRow, StageAttempt } from './stage-attempt';
export { pauseStage, readStagePauses, resumeStage } from './stage-pause';
export type { StagePause } from './stage-pause';
export { StageRunner } from './stage-runner';
export type { RunOutcome, StageHandler, StageResult } from './stage-runner';
export { statement } from './statement';
export type { Statement } from './statement';
export { countStuckWork, sendStuckWork } from './stuck-work';
export { TransactionalEvent, TransactionalEvents } from './transactional-events';
export { DeadlineExceeded, Tx } from './tx';
export type { Queryable } from './tx';
export { VersionWatch } from './version-watch';
export { bumpVersion } from './versions';
export type { Topic } from './versions';
export { WorkRecovery } from './work-recovery';
export { announceWork, enqueueWork, WORK_PAGE } from './work';
export type { NewWork, Stage } from './work';
export { countParked, countParkedOfStages, measureWork } from './work-in-flight';
export type { ParkedCount, StageWork } from './work-in-flight';
export { overdueWork, parkedAmong, parkedBetween } from './waiting-orders';
export type { OverdueWork, WaitingOrder } from './waiting-orders';
export { wireValues } from './wire-values';
