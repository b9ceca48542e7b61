import { pageOf, pageQuery, text } from '#lib/http';
import { z } from 'zod';
import { VEHICLES } from '../domain/vehicle';
import type { Courier } from '../persistence/courier.entity';
import type { CourierChanges } from '../use-cases/change-courier';
import type { NewCourier } from '../use-cases/enrol-couriers';

const phone = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be E.164, such as +8613800138000');
const capacityParcels = z.int().min(1).max(10_000);
const capacityG = z.int().min(1).max(50_000_000);

/** What a client says of a courier. */
export const CourierBody = z.strictObject({
  zone_id: z.uuid(),
  name: text(1, 200),
  phone,
  vehicle: z.enum(VEHICLES),
  capacity_parcels: capacityParcels.describe('Parcels of one shift'),
  capacity_g: capacityG.describe('Grams of one shift'),
});

export const CourierPatch = z
  .strictObject({
    zone_id: z.uuid(),
    name: text(1, 200),
    phone,
    vehicle: z.enum(VEHICLES),
    capacity_parcels: capacityParcels,
    capacity_g: capacityG,
    active: z.boolean(),
  })
  .partial();

export const CourierView = z.object({
  id: z.uuid(),
  zone_id: z.uuid(),
  name: z.string(),
  phone: z.string(),
  vehicle: z.enum(VEHICLES),
  capacity_parcels: z.int(),
  capacity_g: z.int(),
  active: z.boolean(),
  version: z.int(),
  created_at: z.iso.datetime(),
});

export const CourierPage = pageOf(CourierView);

export const CourierQuery = z.strictObject({
  limit: pageQuery.shape.limit,
  cursor: pageQuery.shape.cursor.pipe(z.uuid('must be a next_cursor of this list').optional()),
  zone_id: z.uuid().optional(),
});

export const CourierId = z.strictObject({ id: z.uuid() });

export const PositionBody = z.strictObject({
  lat: z.number().min(-90).max(90),
  lng: z.number().min(-180).max(180),
  recorded_at: z.iso.datetime({ offset: true }).describe('When the device measured it'),
});

export function courierView(courier: Courier): z.output<typeof CourierView> {
  return {
    id: courier.id,
    zone_id: courier.zoneId,
    name: courier.name,
    phone: courier.phone,
    vehicle: courier.vehicle,
    capacity_parcels: courier.capacityParcels,
    capacity_g: courier.capacityG,
    active: courier.active,
    version: courier.version,
    created_at: courier.createdAt.toISOString(),
  };
}

export function newCourierOf(body: z.output<typeof CourierBody>): NewCourier {
  return {
    zoneId: body.zone_id,
    name: body.name,
    phone: body.phone,
    vehicle: body.vehicle,
    capacityParcels: body.capacity_parcels,
    capacityG: body.capacity_g,
  };
}

export function changesOf(body: z.output<typeof CourierPatch>): CourierChanges {
  return {
    zoneId: body.zone_id,
    name: body.name,
    phone: body.phone,
    vehicle: body.vehicle,
    capacityParcels: body.capacity_parcels,
    capacityG: body.capacity_g,
    active: body.active,
  };
}
