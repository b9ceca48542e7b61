import { endpoint, pageOf, pageQuery } from '#lib/http';
import { z } from 'zod';
import type { StoredLink } from '../persistence/link.repository';
import {
  distanceM,
  durationS,
  EDITORS,
  flag,
  isNotEmpty,
  linkId,
  NOTHING_TO_CHANGE,
  READERS,
  linkCursor,
  version,
} from './network-fields';

const tag = 'links';
const params = z.strictObject({ id: linkId });

const LinkView = z.object({
  id: z.int(),
  from_facility_id: z.uuid(),
  to_facility_id: z.uuid(),
  distance_m: distanceM,
  duration_s: durationS,
  closed: z.boolean().describe('True: no new route takes it'),
  version,
});

export function linkView(link: StoredLink): z.input<typeof LinkView> {
  return {
    id: link.id,
    from_facility_id: link.fromFacilityId,
    to_facility_id: link.toFacilityId,
    distance_m: link.distanceM,
    duration_s: link.durationS,
    closed: link.closed,
    version: link.version,
  };
}

export const createLink = endpoint({
  tag,
  summary: 'Create a link: one direction between two facilities',
  auth: { roles: EDITORS },
  body: z
    .strictObject({
      from_facility_id: z.uuid(),
      to_facility_id: z.uuid(),
      distance_m: distanceM,
      duration_s: durationS,
      closed: z.boolean().default(false),
    })
    .refine((body) => body.from_facility_id !== body.to_facility_id, {
      path: ['to_facility_id'],
      message: 'must be another facility than from_facility_id',
    }),
  idempotency: true,
  success: { status: 201, body: LinkView },
  problems: [409, 422],
});

export const listLinks = endpoint({
  tag,
  summary: 'List links',
  auth: { roles: READERS },
  query: z.strictObject({
    ...pageQuery.shape,
    cursor: linkCursor,
    from_facility_id: z.uuid().optional(),
    to_facility_id: z.uuid().optional(),
    closed: flag.optional(),
  }),
  success: { status: 200, body: pageOf(LinkView) },
});

export const getLink = endpoint({
  tag,
  summary: 'Read a link',
  auth: { roles: READERS },
  params,
  success: { status: 200, body: LinkView },
  problems: [404],
});

export const changeLink = endpoint({
  tag,
  summary: 'Change a link, close or reopen it',
  auth: { roles: EDITORS },
  params,
  ifMatch: true,
  body: z
    .strictObject({
      distance_m: distanceM.optional(),
      duration_s: durationS.optional(),
      closed: z.boolean().optional(),
    })
    .refine(isNotEmpty, NOTHING_TO_CHANGE),
  success: { status: 200, body: LinkView },
  problems: [404],
});

export const removeLink = endpoint({
  tag,
  summary: 'Delete a link that nothing refers to',
  auth: { roles: EDITORS },
  params,
  ifMatch: true,
  success: { status: 204 },
  problems: [404, 409],
});
