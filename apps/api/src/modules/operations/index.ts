/**
 * Operations: what operators do to many orders at once, and what they watch.
 *
 * Invariants:
 * - a bulk action is a row in PostgreSQL before it is answered, and is worked in batches: a batch's effects on its orders, its
 *   results and its counts are one commit, so that whatever dies on the way, each order is acted upon exactly once;
 * - one process at a time works on an action: whoever holds its row.
 *
 * - whoever follows the events is told each of them, in the order of the feed, also after it was away; what one reader does not
 *   take is no burden to the others.
 *
 *   asked ── row + items ──► running ── batch by batch ──► finished ──► forgotten after its time
 */
export { BULK_ACTIONS } from './retained-actions';
export { LiveEvents } from './live/live-events';
export { OperationsModule } from './operations.module';
