import { pageQuery } from '#lib/http';
import { z } from 'zod';
import type { EntryFilter } from '../domain/entry';
import type { NamedEntry } from '../use-cases/read-audit';

const side = z.record(z.string(), z.unknown()).nullable();

export const EntryView = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  actor: z.object({
    id: z.string().describe('`user:<id>` or `client:<id>`'),
    name: z.string().nullable().describe('The user name or client id; null when there is nobody of that id any more'),
    role: z.string(),
    address: z.string(),
  }),
  action: z.string().describe('The operation of this API, e.g. `merchants.change`'),
  resource: z.object({ type: z.string(), id: z.string() }),
  before: side.describe('The members that changed, as they were; null for what was created. `[hidden]` for secrets'),
  after: side.describe('The members that changed, as they are; null for what was removed'),
  trace_id: z.string(),
});

export const EntryQuery = z.strictObject({
  ...pageQuery.shape,
  cursor: pageQuery.shape.cursor.refine(
    (cursor) => cursor === undefined || /^[1-9]\d{0,14}$/.test(cursor),
    'must be a next_cursor of this list',
  ),
  actor: z.string().min(1).max(100).optional().describe('`user:<id>` or `client:<id>`'),
  action: z.string().min(1).max(100).optional(),
  resource_type: z.string().min(1).max(100).optional(),
  resource_id: z.string().min(1).max(200).optional(),
  since: z.iso.datetime().optional().describe('From this instant on'),
  until: z.iso.datetime().optional().describe('Before this instant'),
});

export function filterOf(query: z.output<typeof EntryQuery>): EntryFilter {
  const { actor, action, resource_type: resourceType, resource_id: resourceId, since, until, cursor } = query;
  return {
    actor,
    action,
    resourceType,
    resourceId,
    since: since === undefined ? undefined : new Date(since),
    until: until === undefined ? undefined : new Date(until),
    beforeId: cursor === undefined ? undefined : Number(cursor),
  };
}

export function entryView(entry: NamedEntry): z.input<typeof EntryView> {
  return {
    id: entry.id,
    at: entry.at.toISOString(),
    actor: { id: entry.actor, name: entry.actorName, role: entry.role, address: entry.address },
    action: entry.action,
    resource: { type: entry.resourceType, id: entry.resourceId },
    before: entry.before,
    after: entry.after,
    trace_id: entry.traceId,
  };
}
