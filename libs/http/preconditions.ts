import { DomainError } from '#lib/kernel';

/** `"3"`: the entity tag of version 3. Strong, since a version names exactly one representation. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

const ENTITY_TAG = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;
const VERSION_TAG = /^"([1-9]\d{0,14})"$/;

/** What an `If-Match` header says: a version, a tag that no version of ours ever had, or nothing understandable. */
export type IfMatch = { kind: 'version'; version: number } | { kind: 'foreign' } | { kind: 'malformed' };

/** Reads `If-Match` (RFC 9110, section 13.1.1). A wildcard is malformed here: it would permit the lost update it prevents. */
export function parseIfMatch(header: string): IfMatch {
  const tag = header.trim();
  const version = VERSION_TAG.exec(tag)?.[1];
  if (version !== undefined) return { kind: 'version', version: Number(version) };
  return ENTITY_TAG.test(tag) ? { kind: 'foreign' } : { kind: 'malformed' };
}

/** Whether `If-None-Match` (RFC 9110, section 13.1.2, weak comparison) covers the tag. */
export function matchesAny(header: string, etag: string): boolean {
  if (header.trim() === '*') return true;
  return header.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag);
}

/** Why a change is refused that was decided on an older version of the resource: 412. */
export function staleVersion(actual: number, expected: number): DomainError {
  const message = `If-Match names version ${expected}, the resource has ${actual}`;
  return new DomainError('stale', 'request.stale', message, { context: { current_version: actual } });
}

/** Refuses a change that was decided on an older version of the resource: 412. */
export function requireVersion(actual: number, expected: number): void {
  if (actual !== expected) throw staleVersion(actual, expected);
}
