import type { AgeingTable } from '#lib/database';

/** Sessions that are over; the addresses that they came from are what a user may still log in from under attack. */
export const SESSIONS: AgeingTable = {
  table: 'sessions',
  mayGo: 'least(ended_at, idle_until, lasts_until) < $1',
};
