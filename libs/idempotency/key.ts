const KEY_LIMIT = 255;
const PRINTABLE = /^[\x20-\x7e]+$/;
const ESCAPE = /\\(["\\])/g;

export type ParsedKey = { readonly ok: true; readonly key: string } | { readonly ok: false; readonly detail: string };

/**
 * Reads an `Idempotency-Key` header: a structured-field string (RFC 9651, section 3.3.3), as the IETF draft has it, or
 * the same text bare, as most clients send it. Both name the same key. At most 255 printable ASCII characters.
 */
export function parseIdempotencyKey(header: string): ParsedKey {
  const value = header.trim();
  const key = value.startsWith('"') ? unquote(value) : value;
  if (key === undefined) return { ok: false, detail: 'the quoted key is not a valid structured-field string' };
  if (key.length === 0) return { ok: false, detail: 'the key is empty' };
  if (key.length > KEY_LIMIT) return { ok: false, detail: `the key is longer than ${KEY_LIMIT} characters` };
  if (!PRINTABLE.test(key)) return { ok: false, detail: 'the key must be printable ASCII' };
  return { ok: true, key };
}

function unquote(value: string): string | undefined {
  if (value.length < 2 || !value.endsWith('"')) return undefined;
  const inside = value.slice(1, -1);
  const plain = inside.replace(ESCAPE, '');
  if (plain.includes('"') || plain.includes('\\')) return undefined;
  return inside.replace(ESCAPE, '$1');
}
