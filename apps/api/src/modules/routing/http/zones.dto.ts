import { endpoint, pageOf, pageQuery, text } from '#lib/http';
import { z } from 'zod';
import { MAX_ZONE_RADIUS_M } from '../domain/network';
import type { StoredZone } from '../persistence/zone.repository';
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

const tag = 'zones';
const params = z.strictObject({ id: z.uuid() });
const radiusM = z.int().min(1).max(MAX_ZONE_RADIUS_M).describe('Metres around the centre');

const ZoneView = z.object({
  id: z.uuid(),
  code,
  name: z.string(),
  station_id: z.uuid().describe('The facility that serves the zone'),
  country,
  lat,
  lng,
  radius_m: radiusM,
  active: z.boolean().describe('False: addresses in it are not served'),
  version,
});

export function zoneView(zone: StoredZone): z.input<typeof ZoneView> {
  const { id, code: zoneCode, name, active } = zone;
  return {
    id,
    code: zoneCode,
    name,
    station_id: zone.stationId,
    country: zone.country,
    lat: zone.lat,
    lng: zone.lng,
    radius_m: zone.radiusM,
    active,
    version: zone.version,
  };
}

export const createZone = endpoint({
  tag,
  summary: 'Create a station zone',
  description:
    'A circle that a station serves. An address belongs to the zone whose centre is nearest among those of its country that cover it; of equally near ones to the lower code.',
  auth: { roles: EDITORS },
  body: z.strictObject({
    code,
    name: text(1, 200),
    station_id: z.uuid(),
    country,
    lat,
    lng,
    radius_m: radiusM,
    active: z.boolean().default(true),
  }),
  idempotency: true,
  success: { status: 201, body: ZoneView },
  problems: [409, 422],
});

export const listZones = endpoint({
  tag,
  summary: 'List zones',
  auth: { roles: READERS },
  query: z.strictObject({
    ...pageQuery.shape,
    cursor: uuidCursor,
    station_id: z.uuid().optional(),
    country: country.optional(),
    active: flag.optional(),
  }),
  success: { status: 200, body: pageOf(ZoneView) },
});

export const getZone = endpoint({
  tag,
  summary: 'Read a zone',
  auth: { roles: READERS },
  params,
  success: { status: 200, body: ZoneView },
  problems: [404],
});

export const changeZone = endpoint({
  tag,
  summary: 'Change a zone',
  auth: { roles: EDITORS },
  params,
  ifMatch: true,
  body: z
    .strictObject({
      name: text(1, 200).optional(),
      station_id: z.uuid().optional(),
      lat: lat.optional(),
      lng: lng.optional(),
      radius_m: radiusM.optional(),
      active: z.boolean().optional(),
    })
    .refine(isNotEmpty, NOTHING_TO_CHANGE),
  success: { status: 200, body: ZoneView },
  problems: [404, 422],
});

export const removeZone = endpoint({
  tag,
  summary: 'Delete a zone that nothing refers to',
  auth: { roles: EDITORS },
  params,
  ifMatch: true,
  success: { status: 204 },
  problems: [404, 409],
});
