/** Which part of a list by id is looked at, and from which end. */
export interface IdRange {
  /** Ids above this one; a UUIDv7 carries its time, so a range of times is a range of ids. */
  readonly above: string;
  /** Ids below this one. */
  readonly below: string;
  readonly direction: Direction;
}

export type Direction = 'newest' | 'oldest';

/** Some of the ids of a range, in its direction. */
export interface IdWindow {
  readonly ids: readonly string[];
  /** Whether there may be more behind the last of them. */
  readonly isCut: boolean;
}

/** Below and above every UUIDv7. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';
export const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** What is left of the range behind `id`. */
export function behind(range: IdRange, id: string): IdRange {
  return range.direction === 'newest' ? { ...range, below: id } : { ...range, above: id };
}

/**
 * Several windows on one range as one: no id twice, in the range's direction, and nothing behind the place where the first
 * of them was cut, since others may follow there.
 */
export function mergeWindows(windows: readonly IdWindow[], direction: Direction): IdWindow {
  const sign = direction === 'newest' ? -1 : 1;
  const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -sign : sign);
  const ends = windows.flatMap(({ ids, isCut }) => (isCut ? (ids.at(-1) ?? []) : [])).sort(compare);
  const [nearest] = ends;
  const all = [...new Set(windows.flatMap(({ ids }) => ids))].sort(compare);
  const ids = nearest === undefined ? all : all.filter((id) => compare(id, nearest) <= 0);
  return { ids, isCut: windows.some(({ isCut }) => isCut) };
}

/** A window from up to `limit` + 1 ids in the range's direction. */
export function cutWindow(ids: readonly string[], limit: number): IdWindow {
  return { ids: ids.slice(0, limit), isCut: ids.length > limit };
}
