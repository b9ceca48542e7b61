import type { MapLine, MapPoint } from '../components/draw-map';

export interface LinkRecord {
  readonly id: number;
  readonly from_facility_id: string;
  readonly to_facility_id: string;
}

export interface PlaceRecord {
  readonly id: string;
  readonly name: string;
  readonly lat: number;
  readonly lng: number;
}

interface Door {
  readonly lat: number;
  readonly lng: number;
  readonly label: string;
}

/** What a map draws of a way: its legs in driving order, its stops, and the last mile dashed. Legs that are gone are left out. */
export function routeShape(
  linkIds: readonly number[],
  links: readonly LinkRecord[],
  facilities: readonly PlaceRecord[],
  door: Door,
): { readonly points: readonly MapPoint[]; readonly lines: readonly MapLine[] } {
  const places = new Map(facilities.map((place) => [place.id, place]));
  const legs = linkIds.flatMap((id) => {
    const link = links.find((candidate) => candidate.id === id);
    const [from, to] = [places.get(link?.from_facility_id ?? ''), places.get(link?.to_facility_id ?? '')];
    return from === undefined || to === undefined ? [] : [{ id, from, to }];
  });
  const station = legs.at(-1)?.to ?? facilities[0];
  const lines: MapLine[] = legs.map(({ id, from, to }) => ({
    id: String(id),
    path: [
      [from.lat, from.lng],
      [to.lat, to.lng],
    ],
    tone: 'primary',
    weight: 3,
    label: `${from.name} → ${to.name}`,
  }));
  if (station !== undefined) {
    lines.push({
      id: 'door',
      path: [
        [station.lat, station.lng],
        [door.lat, door.lng],
      ],
      tone: 'info',
      dashed: true,
    });
  }
  const stops: MapPoint[] = facilities.map(({ id, name, lat, lng }) => ({
    id,
    lat,
    lng,
    label: name,
    tone: 'primary',
    radius: 6,
  }));
  return { points: [...stops, { id: 'door', ...door, tone: 'warning', radius: 7 }], lines };
}
