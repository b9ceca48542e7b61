import type { FieldError } from '#lib/kernel';
import { isStorableText } from '../text';
import { joinPointer } from './pointer';

/** Names that turn a copied object into something else; nothing of ours is called so. */
function isReservedName(name: string): boolean {
  return name === '__proto__' || name === 'constructor' || name === 'prototype';
}

/**
 * The members of all objects of a parsed document, or -1 when a name is reserved. With `texts`, also -1 when a name or
 * a string cannot be stored; a document without `\u` escapes needs no such look, since raw NULs are not JSON and its
 * bytes were valid UTF-8. The depth is bounded before this is called.
 */
export function countMembers(value: unknown, texts: boolean): number {
  if (typeof value === 'string') return texts && !isStorableText(value) ? -1 : 0;
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return sum(value, texts);
  const object = value as Record<string, unknown>;
  const names = Object.keys(object);
  let members = names.length;
  for (const name of names) {
    if (isReservedName(name) || (texts && !isStorableText(name))) return -1;
    const child = object[name];
    if (typeof child !== 'object' && !texts) continue;
    const below = countMembers(child, texts);
    if (below < 0) return -1;
    members += below;
  }
  return members;
}

function sum(items: readonly unknown[], texts: boolean): number {
  let members = 0;
  for (const item of items) {
    const below = countMembers(item, texts);
    if (below < 0) return -1;
    members += below;
  }
  return members;
}

/** The reserved names and unstorable texts of a document, with where they are. For documents known to have one. */
export function findForbidden(value: unknown, limit: number): FieldError[] {
  const found: FieldError[] = [];
  const visit = (node: unknown, pointer: string): void => {
    if (found.length >= limit) return;
    if (typeof node === 'string' && !isStorableText(node)) {
      found.push({ pointer, detail: 'must not contain NUL or lone surrogates' });
    }
    if (typeof node !== 'object' || node === null) return;
    for (const [name, child] of Object.entries(node)) {
      const at = joinPointer(pointer, name);
      if (!Array.isArray(node) && isReservedName(name)) found.push({ pointer: at, detail: 'this name is reserved' });
      if (!isStorableText(name)) found.push({ pointer: at, detail: 'the name contains NUL or lone surrogates' });
      visit(child, at);
    }
  };
  visit(value, '');
  return found.slice(0, limit);
}
