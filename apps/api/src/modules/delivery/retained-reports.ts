import type { AgeingTable } from '#lib/database';

/**
 * The memory that makes a repeated report change nothing. A device repeats what it was not answered, at the latest when
 * it is back in reach; the facts themselves stay with the order's events.
 */
export const DELIVERY_REPORTS: AgeingTable = { table: 'delivery_reports', mayGo: 'recorded_at < $1' };
