import { DomainError, isUuid } from '#lib/kernel';

/** The id in the cursor of a list by id. */
export function idCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined || isUuid(cursor)) return cursor;
  const detail = 'must be a next_cursor of this list';
  throw new DomainError('invalid_input', 'request.invalid', `cursor ${detail}`, {
    errors: [{ pointer: 'cursor', detail }],
  });
}
