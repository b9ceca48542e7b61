import { endpoint, pageOf, pageQuery } from '#lib/http';
import { isUuid } from '#lib/kernel';
import { z } from 'zod';
import { NewViewBody, ResourceName, SavedViewView, ViewChangeBody } from './saved-views.dto';

const tag = 'saved-views';
const people = { roles: ['viewer', 'operator', 'admin'] } as const;
const one = z.strictObject({ id: z.uuid() });
const BODY_LIMIT_BYTES = 16_384;

export const createView = endpoint({
  tag,
  summary: 'Save a view of a list',
  description: 'For the caller alone.',
  auth: people,
  body: NewViewBody,
  bodyLimitBytes: BODY_LIMIT_BYTES,
  idempotency: true,
  success: { status: 201, body: SavedViewView },
  example: { resource: 'orders', name: 'Stuck today', filter: { status: 'received' }, sort: null },
});

export const listViews = endpoint({
  tag,
  summary: 'List one’s saved views, newest first',
  auth: people,
  query: z.strictObject({
    ...pageQuery.shape,
    cursor: pageQuery.shape.cursor.refine(
      (cursor) => cursor === undefined || isUuid(cursor),
      'must be a next_cursor of this list',
    ),
    resource: ResourceName.optional(),
  }),
  success: { status: 200, body: pageOf(SavedViewView) },
});

export const changeView = endpoint({
  tag,
  summary: 'Change a saved view',
  auth: people,
  params: one,
  body: ViewChangeBody,
  bodyLimitBytes: BODY_LIMIT_BYTES,
  success: { status: 200, body: SavedViewView },
  problems: [409],
  example: { name: 'Stuck since yesterday' },
});

export const removeView = endpoint({
  tag,
  summary: 'Remove a saved view',
  auth: people,
  params: one,
  success: { status: 204 },
});
