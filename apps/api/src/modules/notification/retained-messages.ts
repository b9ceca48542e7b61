import type { AgeingTable } from '#lib/database';

/** The delivery log. A message that still waits after that time is given up. */
export const WEBHOOK_MESSAGES: AgeingTable = { table: 'webhook_messages', mayGo: 'created_at < $1' };

/** What nobody could send for as long: the streams of endpoints that were disabled or removed. */
export const WEBHOOK_STREAMS: AgeingTable = { table: 'webhook_streams', mayGo: 'due_at < $1' };

/** Which recipients were told of what. One that still waits then has long been given up. */
export const EMAIL_MESSAGES: AgeingTable = { table: 'email_messages', mayGo: 'created_at < $1' };
