import { text } from '#lib/http';
import { z } from 'zod';
import type { SavedView, ViewChange } from '../domain/saved-view';

const MEMBER_LIMIT = 30;
const LIST_LIMIT = 50;
const NAME = /^[a-z][a-z0-9_.-]{0,59}$/i;

const value = z.union([
  text(0, 200),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([text(0, 200), z.number()])).max(LIST_LIMIT),
]);

const resource = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'must be the name of a list, such as orders');

const filter = z
  .record(z.string().regex(NAME), value)
  .refine((members) => Object.keys(members).length <= MEMBER_LIMIT, `must have at most ${MEMBER_LIMIT} members`)
  .describe('Query parameters of the list and their values');

const sort = z.strictObject({ field: z.string().regex(NAME), order: z.enum(['asc', 'desc']) }).nullable();

/** The list that views are of. */
export const ResourceName = resource;

export const NewViewBody = z.strictObject({
  resource,
  name: text(1, 100),
  filter,
  sort: sort.default(null),
});

export const ViewChangeBody = z.strictObject({
  name: text(1, 100).optional(),
  filter: filter.optional(),
  sort: sort.optional(),
});

export const SavedViewView = z.object({
  id: z.uuid(),
  resource: z.string(),
  name: z.string(),
  filter: z.record(z.string(), z.unknown()),
  sort: z.object({ field: z.string(), order: z.enum(['asc', 'desc']) }).nullable(),
  created_at: z.iso.datetime(),
});

export function viewChangeOf({ name, filter: members, sort: order }: z.output<typeof ViewChangeBody>): ViewChange {
  return {
    ...(name !== undefined && { name }),
    ...(members !== undefined && { filter: members }),
    ...(order !== undefined && { sort: order }),
  };
}

export function savedViewView(view: SavedView): z.input<typeof SavedViewView> {
  return {
    id: view.id,
    resource: view.resource,
    name: view.name,
    filter: { ...view.filter },
    sort: view.sort,
    created_at: view.createdAt.toISOString(),
  };
}
