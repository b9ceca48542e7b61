import { z } from 'zod';
import { PAGE_DEFAULT, PAGE_LIMIT } from './limits';
import { isStorableText } from './text';

const CURSOR_LIMIT = 512;

/** A cursor is opaque to clients; inside it is the sort key of the last item seen. */
export function encodeCursor(key: string): string {
  return Buffer.from(key, 'utf8').toString('base64url');
}

/** The key inside a cursor, or undefined when we did not write it. */
export function decodeCursor(cursor: string): string | undefined {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  return encodeCursor(key) === cursor && isStorableText(key) ? key : undefined;
}

const cursor = z
  .string()
  .min(1)
  .max(CURSOR_LIMIT)
  .transform((value, context) => {
    const key = decodeCursor(value);
    if (key !== undefined) return key;
    context.addIssue({ code: 'custom', message: 'must be a next_cursor of this list' });
    return z.NEVER;
  });

/** The query parameters of every list: spread its `shape` into a strict object. `cursor` arrives decoded. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT).default(PAGE_DEFAULT).describe('Items on a page'),
  cursor: cursor.optional().describe('`page_info.next_cursor` of the page before'),
});

/** A page on the wire. There are no total counts: they cost a scan of the table. */
export interface Page<Item> {
  readonly data: readonly Item[];
  readonly page_info: { readonly has_next_page: boolean; readonly next_cursor: string | null };
}

/** Cuts a page from up to `limit + 1` items: the one too many only tells that there is a next page. */
export function page<Item>(items: readonly Item[], limit: number, cursorOf: (item: Item) => string): Page<Item> {
  const data = items.slice(0, limit);
  const last = data.at(-1);
  const more = items.length > limit && last !== undefined;
  return {
    data,
    page_info: { has_next_page: more, next_cursor: more ? encodeCursor(cursorOf(last)) : null },
  };
}

/** The schema of a page, for a declaration's `success.body`. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    page_info: z.object({ has_next_page: z.boolean(), next_cursor: z.string().nullable() }),
  });
}
