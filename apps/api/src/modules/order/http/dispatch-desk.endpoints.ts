import { endpoint, text } from '#lib/http';
import { z } from 'zod';

const load = z.object({ parcels: z.int(), grams: z.int() });

const side = z.object({
  courier_id: z.uuid(),
  shift_id: z.int(),
  starts_at: z.iso.datetime(),
  ends_at: z.iso.datetime(),
  capacity: load,
  load_before: load,
  load_after: load,
  distance_m: z.int().describe('From the courier, or the middle of its zone, to the door'),
});

const reassignmentView = z
  .object({
    order_id: z.uuid(),
    applied: z.boolean().describe('False for a preview'),
    version: z.int().describe('Of the order'),
    from: side,
    to: side,
  })
  .meta({ id: 'Reassignment' });

export const reassignOrder = endpoint({
  tag: 'assignments',
  summary: 'Give an order to another courier, or only look at what that would do',
  description: [
    'While the order is `dispatched`, or `delivery_failed` with a courier for the next attempt. `If-Match` names the version of the order. The courier needs an open shift in the zone of the order with room, and time for the door.',
    '409: `order.not_reassignable`, `dispatch.not_assigned`, `dispatch.same_courier`, `dispatch.no_room` (`rejected` says why). 422: `dispatch.unknown_courier`, `dispatch.courier_inactive`, `dispatch.courier_elsewhere`.',
  ].join('\n\n'),
  auth: { roles: ['operator', 'admin'] },
  params: z.strictObject({ order_id: z.uuid() }),
  query: z.strictObject({
    preview: z
      .enum(['true', 'false'])
      .transform((value) => value === 'true')
      .optional()
      .describe('Answers the loads and distances before and after, and changes nothing'),
  }),
  body: z.strictObject({ courier_id: z.uuid(), reason: text(1, 200) }),
  ifMatch: true,
  success: { status: 200, body: reassignmentView },
  problems: [404, 409, 422],
  example: { courier_id: '0199f0c2-7c1e-7c3e-8a51-1f0b7a3f6f5e', reason: 'The van has broken down' },
});

const zoneOrder = z.object({
  order_id: z.uuid(),
  reference: z.string(),
  status: z.string(),
  version: z.int(),
  lat: z.number(),
  lng: z.number(),
  deliver_before: z.iso.datetime().nullable(),
});

const zoneDispatchView = z
  .object({
    zone: z.object({ id: z.uuid(), name: z.string(), lat: z.number(), lng: z.number() }),
    couriers: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        vehicle: z.string(),
        shift: z
          .object({
            id: z.int(),
            starts_at: z.iso.datetime(),
            ends_at: z.iso.datetime(),
            capacity_parcels: z.int(),
            capacity_g: z.int(),
            used_parcels: z.int(),
            used_g: z.int(),
          })
          .nullable()
          .describe('The one under way, or the next'),
        position: z.object({ lat: z.number(), lng: z.number(), recorded_at: z.iso.datetime() }).nullable(),
      }),
    ),
    waiting: z.array(zoneOrder).describe('In the hands of stage dispatch, of its first work rows'),
    unassigned: z
      .array(
        zoneOrder.extend({
          code: z.enum(['capacity', 'dead_letter']),
          detail: z.record(z.string(), z.unknown()),
          since: z.iso.datetime(),
        }),
      )
      .describe('Found no room, or were given up'),
    more: z.object({ couriers: z.boolean(), waiting: z.boolean(), unassigned: z.boolean() }),
  })
  .meta({ id: 'ZoneDispatch' });

export const readZoneDispatch = endpoint({
  tag: 'zones',
  summary: "A zone's couriers with their load, and its orders without one",
  description: 'At most 200 of each; `more` says where there are others.',
  auth: { roles: ['viewer', 'operator', 'admin'] },
  params: z.strictObject({ id: z.uuid() }),
  success: { status: 200, body: zoneDispatchView },
  problems: [404],
});
