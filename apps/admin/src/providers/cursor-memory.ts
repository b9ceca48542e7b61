export interface CursorPage<Row> {
  readonly data: readonly Row[];
  readonly page_info: { readonly has_next_page: boolean; readonly next_cursor: string | null };
}

/** How many lists (a resource with its filters and page size) are remembered. */
const LISTS = 50;
/** How far a page that was never visited, such as that of a reloaded address, is walked to. */
const STEPS = 100;

/** The API's lists go from page to page by a cursor, the interface's by number: this remembers which cursor begins which page. */
export class CursorMemory {
  private readonly lists = new Map<string, string[]>();

  /**
   * Reads page `number` (from 1 on) of the list `key`, walking to it from the nearest page before it that is known.
   * Answers the last page when there are fewer.
   */
  async page<Row>(
    key: string,
    number: number,
    read: (cursor: string | undefined) => Promise<CursorPage<Row>>,
  ): Promise<CursorPage<Row>> {
    const cursors = this.cursorsOf(key);
    let current = Math.min(number, cursors.length + 1, STEPS);
    for (;;) {
      const page = await read(current === 1 ? undefined : cursors[current - 2]);
      const { next_cursor: next } = page.page_info;
      cursors.length = Math.min(cursors.length, current - 1);
      if (next !== null) cursors.push(next);
      if (current >= number || next === null || current >= STEPS) return page;
      current += 1;
    }
  }

  private cursorsOf(key: string): string[] {
    const known = this.lists.get(key) ?? [];
    this.lists.delete(key);
    this.lists.set(key, known);
    for (const oldest of this.lists.keys()) {
      if (this.lists.size <= LISTS) break;
      this.lists.delete(oldest);
    }
    return known;
  }
}
