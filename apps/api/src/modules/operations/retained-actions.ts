import type { AgeingTable } from '#lib/database';

/** Finished bulk actions with their results; one that is under way stays. */
export const BULK_ACTIONS: AgeingTable = { table: 'bulk_actions', mayGo: 'finished_at < $1' };
