import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { behind, cutWindow, FIRST_ID, LAST_ID, mergeWindows, type IdRange } from './id-window';

const id = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const lists = fc.array(fc.uniqueArray(fc.nat(60), { maxLength: 30 }), { minLength: 1, maxLength: 4 });
const direction = fc.constantFrom('newest' as const, 'oldest' as const);

function windowOn(list: readonly number[], range: IdRange, limit: number) {
  const inside = list.map(id).filter((each) => each > range.above && each < range.below);
  inside.sort();
  if (range.direction === 'newest') inside.reverse();
  return cutWindow(inside, limit);
}

describe('windows on several lists', () => {
  it('give every id once and in order, however small they are', () => {
    fc.assert(
      fc.property(lists, direction, fc.integer({ min: 1, max: 7 }), (all, way, limit) => {
        const seen: string[] = [];
        let range: IdRange = { above: FIRST_ID, below: LAST_ID, direction: way };
        for (let more = true; more;) {
          const merged = mergeWindows(
            all.map((list) => windowOn(list, range, limit)),
            way,
          );
          seen.push(...merged.ids);
          const last = merged.ids.at(-1);
          more = merged.isCut && last !== undefined;
          if (last !== undefined) range = behind(range, last);
        }
        const expected = [...new Set(all.flat())].map(id).sort();
        expect(seen).toEqual(way === 'newest' ? expected.reverse() : expected);
      }),
    );
  });
});
