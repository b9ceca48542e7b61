import { z } from 'zod';

/**
 * True when PostgreSQL can store the text: it has no NUL and no surrogate without its partner, which are valid in JSON
 * and in JavaScript.
 */
export function isStorableText(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0');
}

/** Human text: normalized to NFC and trimmed; its length is counted after that, in UTF-16 units. */
export function text(min: number, max: number): z.ZodString {
  return z.string().check(cleanText(min, max));
}

/** One check in place of five: every order has half a dozen such texts, and each check of a schema costs a call. */
function cleanText(min: number, max: number): z.core.$ZodCheck<string> {
  const check = z.check<string>((payload) => {
    const value = payload.value.normalize('NFC').trim();
    payload.value = value;
    const { issues } = payload;
    if (value.length < min) {
      issues.push({ code: 'too_small', origin: 'string', minimum: min, inclusive: true, input: value });
    }
    if (value.length > max) {
      issues.push({ code: 'too_big', origin: 'string', maximum: max, inclusive: true, input: value });
    }
    if (!isStorableText(value)) {
      issues.push({ code: 'custom', input: value, message: 'must not contain NUL or lone surrogates' });
    }
  });
  // What the documentation says of the text.
  check._zod.onattach.push((schema) => Object.assign(schema._zod.bag, { minimum: min, maximum: max }));
  return check;
}
