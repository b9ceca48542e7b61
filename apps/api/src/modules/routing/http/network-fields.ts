import { pageQuery } from '#lib/http';
import { isUuid, type Role } from '#lib/kernel';
import { z } from 'zod';

const EARTH_CIRCUMFERENCE_M = 40_075_017;
const YEAR_S = 31_536_000;
const INT4_MAX = 2_147_483_647;

/** Who may look at the network, and who may change it. */
export const READERS: readonly Role[] = ['viewer', 'operator', 'admin'];
export const EDITORS: readonly Role[] = ['operator', 'admin'];

export const code = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9-]{0,39}$/, 'must be 1 to 40 of A-Z, 0-9 and -')
  .describe('The short name on labels and screens');
export const country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be two capital letters')
  .describe('ISO 3166-1 alpha-2');
export const lat = z.number().min(-90).max(90).describe('WGS84 degrees');
export const lng = z.number().min(-180).max(180).describe('WGS84 degrees');
export const distanceM = z.int().min(1).max(EARTH_CIRCUMFERENCE_M).describe('Metres');
export const durationS = z.int().min(1).max(YEAR_S).describe('Seconds at free flow');
export const version = z.int().describe('The number in the ETag');

/** A number of the `int` identity, in a path or as a filter. */
export const linkId = z
  .string()
  .regex(/^[1-9]\d{0,9}$/, 'must be a link id')
  .transform(Number)
  .refine((id) => id <= INT4_MAX, 'must be a link id');

const FOREIGN_CURSOR = 'must be a next_cursor of this list';

/** Where a list that is sorted by UUID goes on. */
export const uuidCursor = pageQuery.shape.cursor.refine((id) => id === undefined || isUuid(id), FOREIGN_CURSOR);

/** Where a list that is sorted by link id goes on. */
export const linkCursor = pageQuery.shape.cursor
  .refine((id) => id === undefined || linkId.safeParse(id).success, FOREIGN_CURSOR)
  .transform((id) => (id === undefined ? undefined : Number(id)));

/** `true` or `false` as a query parameter. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** For bodies of changes: one that changes nothing is a mistake. */
export function isNotEmpty(body: object): boolean {
  return Object.keys(body).length > 0;
}

export const NOTHING_TO_CHANGE = 'names nothing to change';
