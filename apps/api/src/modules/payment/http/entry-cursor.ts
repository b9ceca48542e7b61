import { DomainError, isUuid } from '#lib/kernel';
import { TRANSFER_KIND, type TransferKind } from '../domain/ledger';
import type { EntryPosition } from '../persistence/entry.repository';

/** Where a page of entries ended, as the text inside its cursor. */
export function toCursor(entry: EntryPosition): string {
  return `${entry.createdAt.getTime()}.${entry.subjectId}.${entry.kind}`;
}

const isKind = (text: string | undefined): text is TransferKind =>
  text !== undefined && Object.hasOwn(TRANSFER_KIND, text);

/** Reads it back; a cursor of another list is refused, since clients may not make up positions. */
export function fromCursor(cursor: string): EntryPosition {
  const [time, subjectId, kind, ...rest] = cursor.split('.');
  const createdAt = new Date(/^\d{1,15}$/.test(time ?? '') ? Number(time) : Number.NaN);
  const known = !Number.isNaN(createdAt.getTime()) && subjectId !== undefined && isUuid(subjectId) && rest.length === 0;
  if (known && isKind(kind)) return { createdAt, subjectId, kind };
  throw new DomainError('invalid_input', 'request.invalid', 'The cursor is not one of this list', {
    errors: [{ pointer: 'cursor', detail: 'must be a next_cursor of this list' }],
  });
}
