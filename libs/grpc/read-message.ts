import { isStorableText, validate } from '#lib/http';
import { DomainError, type FieldError } from '#lib/kernel';
import type { z } from 'zod';

/**
 * Checks a decoded message by the schema that the same data has over HTTP.
 *
 * @throws DomainError `request.invalid` that names every fault by its pointer
 */
export function readMessage<Schema extends z.ZodType>(schema: Schema, message: unknown): z.output<Schema> {
  const unstorable = unstorableIn(message, '');
  if (unstorable !== undefined) throw invalid([{ pointer: unstorable, detail: 'must not contain NUL' }]);
  const result = validate(schema, message);
  if (result.ok) return result.value;
  throw invalid(result.errors);
}

function invalid(errors: readonly FieldError[]): DomainError {
  return new DomainError('invalid_input', 'request.invalid', 'The request is not valid: see `errors`', { errors });
}

/** Where a text is that PostgreSQL could not store. Messages have no more depth than their declarations. */
function unstorableIn(value: unknown, pointer: string): string | undefined {
  if (typeof value === 'string') return isStorableText(value) ? undefined : pointer;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const found = isStorableText(name) ? unstorableIn(member, `${pointer}/${name}`) : pointer;
    if (found !== undefined) return found;
  }
  return undefined;
}
