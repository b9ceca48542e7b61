import { endpoint, pageOf, pageQuery, text } from '#lib/http';
import { z } from 'zod';
import { FACILITY_KINDS } from '../domain/network';
import type { StoredFacility } from '../persistence/facility.repository';
import {
  code,
  country,
  EDITORS,
  flag,
  isNotEmpty,
  lat,
  lng,
  NOTHING_TO_CHANGE,
  READERS,
  uuidCursor,
  version,
} from './network-fields';

const tag = 'facilities';
const params = z.strictObject({ id: z.uuid() });
const kind = z.enum(FACILITY_KINDS);

const FacilityView = z.object({
  id: z.uuid(),
  code,
  kind,
  name: z.string(),
  lat,
  lng,
  country,
  active: z.boolean().describe('False: no route passes through, and its zones are not served'),
  version,
});

export function facilityView(facility: StoredFacility): z.input<typeof FacilityView> {
  const { id, code: facilityCode, name, active } = facility;
  return {
    id,
    code: facilityCode,
    kind: facility.kind,
    name,
    lat: facility.lat,
    lng: facility.lng,
    country: facility.country,
    active,
    version: facility.version,
  };
}

export const createFacility = endpoint({
  tag,
  summary: 'Create a facility',
  auth: { roles: EDITORS },
  body: z.strictObject({
    code,
    kind,
    name: text(1, 200),
    lat,
    lng,
    country,
    active: z.boolean().default(true),
  }),
  idempotency: true,
  success: { status: 201, body: FacilityView },
  problems: [409, 422],
  example: { code: 'HUB-WUHAN', kind: 'hub', name: 'Wuhan hub', lat: 30.58, lng: 114.27, country: 'CN' },
});

export const listFacilities = endpoint({
  tag,
  summary: 'List facilities',
  auth: { roles: READERS },
  query: z.strictObject({
    ...pageQuery.shape,
    cursor: uuidCursor,
    kind: kind.optional(),
    country: country.optional(),
    active: flag.optional(),
  }),
  success: { status: 200, body: pageOf(FacilityView) },
});

export const getFacility = endpoint({
  tag,
  summary: 'Read a facility',
  auth: { roles: READERS },
  params,
  success: { status: 200, body: FacilityView },
  problems: [404],
});

export const changeFacility = endpoint({
  tag,
  summary: 'Change a facility',
  auth: { roles: EDITORS },
  params,
  ifMatch: true,
  body: z
    .strictObject({
      name: text(1, 200).optional(),
      lat: lat.optional(),
      lng: lng.optional(),
      active: z.boolean().optional(),
    })
    .refine(isNotEmpty, NOTHING_TO_CHANGE),
  success: { status: 200, body: FacilityView },
  problems: [404],
});

export const removeFacility = endpoint({
  tag,
  summary: 'Delete a facility that nothing refers to',
  auth: { roles: EDITORS },
  params,
  ifMatch: true,
  success: { status: 204 },
  problems: [404, 409],
});
