/**
 * Parameters as they are sent. pg writes arrays itself, but escapes every element twice; a batch has thousands of them, most of
 * which are ids and numbers that need none of it.
 */
export function wireValues(params: readonly unknown[]): unknown[] {
  return params.map((value) => (Array.isArray(value) ? arrayText(value) : value));
}

/**
 * PostgreSQL's text form of a one-dimensional array (PostgreSQL manual, "Array Input and Output Syntax"). Elements: null and
 * undefined as NULL, strings, numbers, booleans, bigints, dates as ISO 8601 in UTC, buffers as bytea, other objects as JSON.
 * Joined in one go wherever that can be: a text grown element by element is a tree of small strings, which is dear to collect.
 */
export function arrayText(items: readonly unknown[]): string {
  if (items.length > 0 && items.every(isPlainText)) return `{"${items.join('","')}"}`;
  // JSON escapes quotes and backslashes as arrays do, and writes null as they may.
  if (items.every(isEscapedLikeJson)) return `{${JSON.stringify(items).slice(1, -1)}}`;
  return `{${items.map(elementText).join(',')}}`;
}

const OTHERWISE_IN_JSON = /[\u0000-\u001f\ud800-\udfff]/;

/** A text that needs no escapes between its quotes. */
function isPlainText(item: unknown): boolean {
  return typeof item === 'string' && !item.includes('"') && !item.includes('\\');
}

/** Null, or a text without what JSON writes in a way of its own: control characters and halves of surrogate pairs. */
function isEscapedLikeJson(item: unknown): boolean {
  return item === null || (typeof item === 'string' && !OTHERWISE_IN_JSON.test(item));
}

function elementText(item: unknown): string {
  if (item === null || item === undefined) return 'NULL';
  if (typeof item === 'string') return quoted(item);
  if (typeof item === 'number' || typeof item === 'bigint' || typeof item === 'boolean') return String(item);
  if (item instanceof Date) return item.toISOString();
  if (Buffer.isBuffer(item)) return `\\\\x${item.toString('hex')}`;
  return quoted(JSON.stringify(item));
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
