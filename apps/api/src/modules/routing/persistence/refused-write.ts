import { sqlState } from '#lib/database';
import { DomainError } from '#lib/kernel';

const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';

/** What a constraint of this module's tables means to whoever wrote: [code, message, pointer into the body]. */
const TAKEN: Readonly<Record<string, readonly [code: string, message: string, pointer: string]>> = {
  facilities_code_key: ['routing.facility_code_taken', 'Another facility has this code', '/code'],
  zones_code_key: ['routing.zone_code_taken', 'Another zone has this code', '/code'],
  links_from_to_key: [
    'routing.link_exists',
    'There is a link from this facility to that one already',
    '/to_facility_id',
  ],
};

const UNKNOWN: Readonly<Record<string, string>> = {
  links_from_facility_id_fkey: '/from_facility_id',
  links_to_facility_id_fkey: '/to_facility_id',
  zones_station_id_fkey: '/station_id',
};

/** The refusal behind a failed insert or update; a fault of another kind comes back as it is. */
export function refusedWrite(error: unknown): unknown {
  const constraint = constraintOf(error);
  if (sqlState(error) === UNIQUE_VIOLATION) {
    const taken = TAKEN[constraint];
    if (taken === undefined) return error;
    const [code, message, pointer] = taken;
    return new DomainError('conflict', code, message, { errors: [{ pointer, detail: message }], cause: error });
  }
  const pointer = UNKNOWN[constraint];
  if (sqlState(error) !== FOREIGN_KEY_VIOLATION || pointer === undefined) return error;
  const detail = 'names no facility';
  return new DomainError('refused', 'routing.unknown_facility', 'The body names a facility that does not exist', {
    errors: [{ pointer, detail }],
    cause: error,
  });
}

/** The refusal behind a failed delete of a facility. */
export function refusedRemoval(error: unknown): unknown {
  if (sqlState(error) !== FOREIGN_KEY_VIOLATION) return error;
  const message = 'Links or zones refer to this facility: remove them first, or set it inactive';
  return new DomainError('conflict', 'routing.facility_in_use', message, { cause: error });
}

function constraintOf(error: unknown): string {
  const constraint = (error as { constraint?: unknown } | null)?.constraint;
  return typeof constraint === 'string' ? constraint : '';
}
