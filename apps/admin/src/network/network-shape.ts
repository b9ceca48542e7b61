import type { MapLine, MapPoint, MapTone } from '../components/draw-map';

export interface Facility {
  readonly id: string;
  readonly code: string;
  readonly kind: 'warehouse' | 'hub' | 'station';
  readonly name: string;
  readonly lat: number;
  readonly lng: number;
  readonly active: boolean;
}

export interface Link {
  readonly id: number;
  readonly from_facility_id: string;
  readonly to_facility_id: string;
  readonly distance_m: number;
  readonly closed: boolean;
  readonly version: number;
}

const TONES: Readonly<Record<Facility['kind'], MapTone>> = { warehouse: 'warning', hub: 'primary', station: 'info' };
const RADII: Readonly<Record<Facility['kind'], number>> = { warehouse: 7, hub: 6, station: 4 };

/** What a map draws of a network: facilities by kind, links once for both directions; a closed direction shows. */
export function networkShape(
  facilities: readonly Facility[],
  links: readonly Link[],
): { readonly points: readonly MapPoint[]; readonly lines: readonly MapLine[] } {
  const places = new Map(facilities.map((facility) => [facility.id, facility]));
  const lines = new Map<string, MapLine>();
  for (const { from_facility_id: fromId, to_facility_id: toId, closed } of links) {
    const [from, to] = [places.get(fromId), places.get(toId)];
    const key = [fromId, toId].sort().join(' ');
    if (from === undefined || to === undefined || (lines.has(key) && !closed)) continue;
    lines.set(key, {
      id: key,
      path: [
        [from.lat, from.lng],
        [to.lat, to.lng],
      ],
      tone: closed ? 'error' : 'muted',
      weight: closed ? 3 : 1,
      dashed: closed,
      label: `${from.name} – ${to.name}`,
    });
  }
  const points = facilities.map(({ id, kind, name, code, lat, lng, active }): MapPoint => ({
    id,
    lat,
    lng,
    label: `${name} (${code})`,
    tone: active ? TONES[kind] : 'muted',
    radius: RADII[kind],
  }));
  // Stations are many: what matters most is drawn last, on top.
  return { points: points.sort((one, other) => (one.radius ?? 0) - (other.radius ?? 0)), lines: [...lines.values()] };
}
