import { pageQuery } from '#lib/http';
import { isUuid } from '#lib/kernel';

/** The page parameters of lists whose sort key is the id: a cursor that holds anything else is not ours. */
export const idPageQuery = {
  ...pageQuery.shape,
  cursor: pageQuery.shape.cursor.refine(
    (cursor) => cursor === undefined || isUuid(cursor),
    'must be a next_cursor of this list',
  ),
};
