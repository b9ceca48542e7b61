import type { MapPoint } from '../components/draw-map';

export interface ZoneCourier {
  readonly id: string;
  readonly name: string;
  readonly vehicle: string;
  readonly shift: {
    readonly id: number;
    readonly starts_at: string;
    readonly ends_at: string;
    readonly capacity_parcels: number;
    readonly capacity_g: number;
    readonly used_parcels: number;
    readonly used_g: number;
  } | null;
  readonly position: { readonly lat: number; readonly lng: number; readonly recorded_at: string } | null;
}

export interface ZoneOrder {
  readonly order_id: string;
  readonly reference: string;
  readonly status: string;
  readonly lat: number;
  readonly lng: number;
}

export interface UnassignedOrder extends ZoneOrder {
  readonly code: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly since: string;
}

/** What whoever plans the last miles of a zone looks at. */
export interface ZoneDispatch {
  readonly zone: { readonly id: string; readonly name: string; readonly lat: number; readonly lng: number };
  readonly couriers: readonly ZoneCourier[];
  readonly waiting: readonly ZoneOrder[];
  readonly unassigned: readonly UnassignedOrder[];
  readonly more: { readonly couriers: boolean; readonly waiting: boolean; readonly unassigned: boolean };
}

interface MoveSide {
  readonly courier_id: string;
  readonly capacity: { readonly parcels: number };
  readonly load_before: { readonly parcels: number };
  readonly load_after: { readonly parcels: number };
  readonly distance_m: number;
}

/** What a reassignment does, or would do. */
export interface Reassignment {
  readonly version: number;
  readonly from: MoveSide;
  readonly to: MoveSide;
}

/** The zone on a map: its middle, its couriers where they were seen, and the doors that nobody goes to yet. */
export function zonePoints({ zone, couriers, waiting, unassigned }: ZoneDispatch): readonly MapPoint[] {
  const seen = couriers.flatMap(({ id, name, position }): MapPoint[] =>
    position === null ? [] : [{ id, lat: position.lat, lng: position.lng, label: name, tone: 'primary', radius: 7 }],
  );
  const doors = (orders: readonly ZoneOrder[], tone: MapPoint['tone']) =>
    orders.map(({ order_id: id, reference: label, lat, lng }): MapPoint => ({ id, lat, lng, label, tone, radius: 5 }));
  const middle: MapPoint = { id: zone.id, lat: zone.lat, lng: zone.lng, label: zone.name, tone: 'muted', radius: 4 };
  return [middle, ...doors(waiting, 'info'), ...doors(unassigned, 'error'), ...seen];
}

/** How full a shift is, by what runs out first: 0 to 100. */
export function fullness({ used_parcels, capacity_parcels, used_g, capacity_g }: NonNullable<ZoneCourier['shift']>) {
  return Math.min(100, 100 * Math.max(used_parcels / capacity_parcels, used_g / capacity_g));
}
