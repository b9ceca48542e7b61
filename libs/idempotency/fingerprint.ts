import { createHash } from 'node:crypto';

/** Canonical JSON: members sorted by name, no white space. Equal payloads give equal texts, however they were written. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof Date) return JSON.stringify(value);
  const object = value as Record<string, unknown>;
  let text = '';
  for (const name of Object.keys(object).sort()) {
    const member = object[name];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** SHA-256 of the canonical form of a validated payload: tells a retry from another request under the same key. */
export function fingerprint(payload: unknown): Buffer {
  return createHash('sha256')
    .update(canonicalJson(payload ?? null))
    .digest();
}
