import type { MoveSide } from '#module/dispatch';
import type { UnassignedOrder, ZoneOrder } from '../persistence/zone-orders.repository';
import { SHOWN, type ReadZoneDispatch } from '../use-cases/read-zone-dispatch';
import type { Reassigned } from '../use-cases/reassign-order';

export function reassignmentViewOf({ move, version }: Reassigned, applied: boolean): object {
  return { order_id: move.orderId, applied, version, from: sideView(move.from), to: sideView(move.to) };
}

function sideView(side: MoveSide): object {
  return {
    courier_id: side.courierId,
    shift_id: side.shiftId,
    starts_at: side.startsAt.toISOString(),
    ends_at: side.endsAt.toISOString(),
    capacity: side.capacity,
    load_before: side.before,
    load_after: side.after,
    distance_m: side.distanceM,
  };
}

export function zoneDispatchViewOf(found: Awaited<ReturnType<ReadZoneDispatch['execute']>>): object {
  const { zone, couriers, waiting, unassigned } = found;
  return {
    zone: { id: zone.id, name: zone.name, lat: zone.lat, lng: zone.lng },
    couriers: couriers.slice(0, SHOWN).map(({ shift, position, ...courier }) => ({
      ...courier,
      shift: shift && { ...shift, starts_at: instant(shift.starts_at), ends_at: instant(shift.ends_at) },
      position: position && { ...position, recorded_at: instant(position.recorded_at) },
    })),
    waiting: waiting.slice(0, SHOWN).map(orderView),
    unassigned: unassigned.slice(0, SHOWN).map(unassignedView),
    more: {
      couriers: couriers.length > SHOWN,
      waiting: waiting.length > SHOWN,
      unassigned: unassigned.length > SHOWN,
    },
  };
}

/** PostgreSQL's JSON writes an offset where the wire has `Z`. */
function instant(text: string): string {
  return new Date(text).toISOString();
}

function orderView({ id, reference, status, version, lat, lng, deliverBefore }: ZoneOrder): object {
  return { order_id: id, reference, status, version, lat, lng, deliver_before: deliverBefore?.toISOString() ?? null };
}

function unassignedView(order: UnassignedOrder): object {
  return { ...orderView(order), code: order.reason, detail: order.detail, since: order.since.toISOString() };
}
