import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor, page, pageQuery } from './page';

describe('cursors', () => {
  it('come back as the key they were made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (key) => {
        fc.pre(!key.includes('\0'));
        expect(pageQuery.parse({ cursor: encodeCursor(key) }).cursor).toBe(key);
      }),
    );
  });

  it.each([
    '%',
    'a b',
    'YQ==',
    'YR',
    Buffer.from('a\0b').toString('base64url'),
    Buffer.from([0xff]).toString('base64url'),
  ])('that we did not write are refused: %j', (cursor) => expect(decodeCursor(cursor)).toBeUndefined());
});

describe('page', () => {
  it('walks a list without losing or repeating an item', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(), { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (items, limit) => {
        const sorted = [...items].sort((a, b) => a - b);
        const seen: number[] = [];
        let after = -1;
        for (;;) {
          const rows = sorted.filter((item) => item > after).slice(0, limit + 1);
          const { data, page_info } = page(rows, limit, String);
          seen.push(...data);
          expect(page_info.has_next_page).toBe(page_info.next_cursor !== null);
          if (page_info.next_cursor === null) break;
          after = Number(decodeCursor(page_info.next_cursor));
        }
        expect(seen).toEqual(sorted);
      }),
    );
  });

  it('has 50 items unless asked otherwise, and 200 at most', () => {
    expect(pageQuery.parse({}).limit).toBe(50);
    expect(pageQuery.parse({ limit: '200' }).limit).toBe(200);
    for (const limit of ['0', '201', '1.5', '', 'x', '-1']) expect(pageQuery.safeParse({ limit }).success).toBe(false);
  });
});
