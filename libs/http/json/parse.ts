import type { FieldError } from '#lib/kernel';
import { FIELD_ERROR_LIMIT, JSON_DEPTH_LIMIT } from '../limits';
import { findDuplicates } from './find-duplicates';
import { countMembers, findForbidden } from './inspect';
import { scanJson } from './scan';

export type JsonResult =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly errors: readonly FieldError[] };

/**
 * Parses one JSON document from outside. Refused besides what is not JSON: more than 64 levels, repeated names, the
 * names `__proto__`, `constructor` and `prototype`, and strings that the database cannot store. The text must come
 * from valid UTF-8, so that only `\u` escapes can bring a NUL or a lone surrogate.
 */
export function parseJsonText(text: string): JsonResult {
  const scan = scanJson(text, JSON_DEPTH_LIMIT);
  if (scan.depth > JSON_DEPTH_LIMIT) return refuse('', `nested more than ${JSON_DEPTH_LIMIT} levels deep`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse('', notJson(text, error));
  }
  const members = countMembers(value, text.includes('\\u'));
  if (members < 0) return { ok: false, errors: findForbidden(value, FIELD_ERROR_LIMIT) };
  if (members !== scan.members) return { ok: false, errors: duplicates(text) };
  return { ok: true, value };
}

function refuse(pointer: string, detail: string): JsonResult {
  return { ok: false, errors: [{ pointer, detail }] };
}

function duplicates(text: string): FieldError[] {
  return findDuplicates(text, FIELD_ERROR_LIMIT).map((pointer) => ({ pointer, detail: 'the name appears twice' }));
}

/** Says where the text stops being JSON, without repeating it: it may hold secrets, and ends in logs. */
function notJson(text: string, error: unknown): string {
  if (text.trim() === '') return 'empty, where a JSON document is required';
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? 'not valid JSON' : `not valid JSON at character ${position}`;
}
