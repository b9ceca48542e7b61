import { z } from 'zod';

/** NUL and surrogates without their partner: valid in JSON and in JavaScript, but no database can store them. */
const UNSTORABLE = /[\0\p{Cs}]/u;

/** True when PostgreSQL can store the text. */
export function isStorableText(value: string): boolean {
  return !UNSTORABLE.test(value);
}

/** Human text: normalized to NFC and trimmed; its length is counted after that, in UTF-16 units. */
export function text(min: number, max: number): z.ZodString {
  return z
    .string()
    .normalize('NFC')
    .trim()
    .min(min)
    .max(max)
    .refine(isStorableText, 'must not contain NUL or lone surrogates');
}
