/** One member that differs; `name` is its way, e.g. `values.http.shed_above_ms`. A side that lacks it is undefined. */
export interface Difference {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Says nothing about what people changed. */
const BOOKKEEPING = new Set(['version', 'revision', 'updated_at']);

/** What differs between two states of a record, member by member; lists are compared as a whole. */
export function differences(before: unknown, after: unknown, prefix = ''): readonly Difference[] {
  if (!isTree(before) && !isTree(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ name: prefix, before, after }];
  }
  const [one, other] = [isTree(before) ? before : {}, isTree(after) ? after : {}];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((name) => !BOOKKEEPING.has(name))
    .flatMap((name) => differences(one[name], other[name], prefix === '' ? name : `${prefix}.${name}`));
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as people read it; a dash for none. */
export function readable(value: unknown): string {
  if (value === undefined || value === null || value === '') return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
