import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CursorMemory, type CursorPage } from './cursor-memory';

/** A list of `length` numbers in pages of ten, which counts how often it was read. */
function aList(length: number) {
  const reads: (string | undefined)[] = [];
  const read = (cursor: string | undefined): Promise<CursorPage<number>> => {
    reads.push(cursor);
    const from = Number(cursor ?? 0);
    const to = Math.min(from + 10, length);
    const data = Array.from({ length: to - from }, (_, index) => from + index);
    const more = to < length;
    return Promise.resolve({ data, page_info: { has_next_page: more, next_cursor: more ? String(to) : null } });
  };
  return { reads, read };
}

describe('pages by number over cursors', () => {
  it('reads each visited page once', async () => {
    const [memory, list] = [new CursorMemory(), aList(100)];
    for (const page of [1, 2, 3, 2]) await memory.page('list', page, list.read);
    expect(list.reads).toEqual([undefined, '10', '20', '10']);
  });

  it('walks to a page that was never visited', async () => {
    const list = aList(100);
    const { data } = await new CursorMemory().page('list', 4, list.read);
    expect(data[0]).toBe(30);
    expect(list.reads).toHaveLength(4);
  });

  it('keeps the cursors of different filters apart', async () => {
    const [memory, long, short] = [new CursorMemory(), aList(100), aList(15)];
    await memory.page('long', 3, long.read);
    expect((await memory.page('short', 2, short.read)).data).toEqual([10, 11, 12, 13, 14]);
  });

  it('answers the right page, or the last one, wherever one jumps', async () => {
    const jumps = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 95 }), jumps, async (length, pages) => {
        const [memory, list] = [new CursorMemory(), aList(length)];
        for (const page of pages) {
          const last = Math.ceil(length / 10);
          expect((await memory.page('list', page, list.read)).data[0]).toBe((Math.min(page, last) - 1) * 10);
        }
      }),
    );
  });
});
