import type { FieldError } from '#lib/kernel';
import type { z } from 'zod';
import { joinPointer } from './json/pointer';
import { FIELD_ERROR_LIMIT } from './limits';

export type Validated<Schema extends z.ZodType> =
  | { readonly ok: true; readonly value: z.output<Schema> }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** How the place of a fault is named: a pointer into a document, or the name of a parameter or header. */
export type Locate = (path: readonly PropertyKey[]) => string;

export const inDocument: Locate = (path) =>
  path.reduce<string>((pointer, step) => joinPointer(pointer, typeof step === 'symbol' ? String(step) : step), '');

export const byName: Locate = (path) => path.map(String).join('.');

/** Runs a schema and names every fault by its place; unknown fields are named one by one. */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  locate: Locate = inDocument,
): Validated<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  const errors = result.error.issues.flatMap((issue) => faultsOf(issue, [], locate));
  return { ok: false, errors: errors.slice(0, FIELD_ERROR_LIMIT) };
}

function faultsOf(issue: z.core.$ZodIssue, parent: readonly PropertyKey[], locate: Locate): FieldError[] {
  const path = [...parent, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: locate([...path, key]), detail: 'unknown field' }));
  }
  if (issue.code === 'invalid_union') {
    const closest = closestBranch(issue.errors);
    if (closest !== undefined) return closest.flatMap((inner) => faultsOf(inner, path, locate));
  }
  return [{ pointer: locate(path), detail: issue.message }];
}

/** Of a union's alternatives, the one that was meant most likely: the one with the fewest faults. */
function closestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  return branches.filter((branch) => branch.length > 0).sort((a, b) => a.length - b.length)[0];
}
