import type { AgeingTable } from '#lib/database';

export const AUDIT_ENTRIES: AgeingTable = { table: 'audit_entries', mayGo: 'at < $1' };
