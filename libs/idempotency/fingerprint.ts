import { hash } from 'node:crypto';

/** The same value with the members of every object in one order, whatever order they came in. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const object = value as Record<string, unknown>;
  const ordered: Record<string, unknown> = {};
  for (const name of Object.keys(object).sort()) ordered[name] = sorted(object[name]);
  return ordered;
}

/** Canonical JSON: equal payloads give equal texts, however they were written. Members without a value don't count. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value ?? null));
}

export function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

/** SHA-256 of the canonical form of a validated payload: tells a retry from another request under the same key. */
export function fingerprint(payload: unknown): Buffer {
  return sha256(canonicalJson(payload));
}
