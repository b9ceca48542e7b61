import { endpoint } from '#lib/http';
import { z } from 'zod';
import { parsePosition } from '../domain/event-position';

const TYPES_LIMIT = 50;

export const followEvents = endpoint({
  tag: 'events',
  summary: 'Follow what happens to orders, as server-sent events',
  description: [
    'Each event has an `id`; a reader that comes back with the last one in `Last-Event-ID` misses none. The stream opens with `ready`, or with `reset` when that event is no longer kept: then read again what you show. A comment comes every 15 s; a reader that does not take what it is sent is closed, and a stream ends after ten minutes and when its process does: connect again.',
    'Events come in the order in which they were written; of two that concern one order the greater `sequence` is the later one.',
  ].join('\n\n'),
  auth: { roles: ['merchant', 'viewer', 'operator', 'admin'] },
  headers: z.object({
    'last-event-id': z
      .string()
      .max(60)
      .transform((value, context) => {
        const position = parsePosition(value);
        if (position !== undefined) return position;
        context.addIssue({ code: 'custom', message: 'must be the id of an event' });
        return z.NEVER;
      })
      .optional()
      .describe('The id of the last event that was read'),
  }),
  query: z.strictObject({
    order_id: z.uuid().toLowerCase().optional().describe('Of one order only'),
    types: z
      .string()
      .transform((value) => value.split(','))
      .pipe(
        z.array(z.string().regex(/^order\.[a-z_]{1,40}$/, 'must be types such as order.dispatched')).max(TYPES_LIMIT),
      )
      .optional()
      .describe('Such as `order.dispatched,order.delivered`'),
  }),
  success: { status: 200, contentTypes: ['text/event-stream'], description: 'A stream that goes on' },
});
