import { pageOf, pageQuery } from '#lib/http';
import { z } from 'zod';
import type { Shift } from '../persistence/shift-row';
import type { NewShift } from '../use-cases/add-shift';

export const ShiftBody = z.strictObject({
  starts_at: z.iso.datetime({ offset: true }),
  ends_at: z.iso.datetime({ offset: true }),
  capacity_parcels: z.int().min(1).max(10_000).optional().describe("The courier's unless said"),
  capacity_g: z.int().min(1).max(50_000_000).optional().describe("The courier's unless said"),
});

export const ShiftQuery = z.strictObject({
  limit: pageQuery.shape.limit,
  cursor: pageQuery.shape.cursor.pipe(z.iso.datetime('must be a next_cursor of this list').optional()),
  from: z.iso.datetime({ offset: true }).optional().describe('Shifts that start after this; a day ago unless said'),
});

export const ShiftView = z.object({
  id: z.int(),
  courier_id: z.uuid(),
  zone_id: z.uuid(),
  starts_at: z.iso.datetime(),
  ends_at: z.iso.datetime(),
  capacity_parcels: z.int(),
  capacity_g: z.int(),
  used_parcels: z.int(),
  used_g: z.int(),
  scheduled: z.boolean().describe('Laid out from the weekly pattern'),
  closed: z.boolean().describe('Takes no more orders'),
});

export const ShiftPage = pageOf(ShiftView);

export function shiftView(shift: Shift): z.output<typeof ShiftView> {
  return {
    id: shift.id,
    courier_id: shift.courierId,
    zone_id: shift.zoneId,
    starts_at: shift.startsAt.toISOString(),
    ends_at: shift.endsAt.toISOString(),
    capacity_parcels: shift.capacityParcels,
    capacity_g: shift.capacityG,
    used_parcels: shift.usedParcels,
    used_g: shift.usedG,
    scheduled: shift.scheduled,
    closed: shift.closed,
  };
}

export function newShiftOf(courierId: string, body: z.output<typeof ShiftBody>): NewShift {
  return {
    courierId,
    startsAt: new Date(body.starts_at),
    endsAt: new Date(body.ends_at),
    capacityParcels: body.capacity_parcels,
    capacityG: body.capacity_g,
  };
}
