import {
  canvas,
  circleMarker,
  geoJSON,
  latLngBounds,
  map,
  polyline,
  type LatLngTuple,
  type Map as LeafletMap,
} from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import boundaries from 'world-atlas/countries-50m.json?url';

export type MapTone = 'primary' | 'success' | 'warning' | 'error' | 'info' | 'muted';

export interface MapPoint {
  readonly id: string;
  readonly lat: number;
  readonly lng: number;
  readonly label: string;
  readonly tone: MapTone;
  /** Pixels; 5 unless said. */
  readonly radius?: number;
}

export interface MapLine {
  readonly id: string;
  readonly path: readonly LatLngTuple[];
  readonly tone: MapTone;
  readonly label?: string;
  readonly dashed?: boolean;
  readonly weight?: number;
}

interface Drawing {
  readonly points: readonly MapPoint[];
  readonly lines: readonly MapLine[];
  readonly colours: {
    readonly land: string;
    readonly border: string;
    readonly text: string;
    readonly tones: Readonly<Record<MapTone, string>>;
  };
  readonly onPick?: ((id: string) => void) | undefined;
}

const EVERYWHERE: LatLngTuple[] = [
  [-40, -120],
  [60, 140],
];

type Countries = Topology<{ countries: GeometryCollection }>;
let countries: Promise<Countries> | undefined;

function readCountries(): Promise<Countries> {
  countries ??= fetch(boundaries).then((answer) => answer.json() as Promise<Countries>);
  return countries;
}

/** Draws into `element`; what it answers takes the map away again. */
export function drawMap(element: HTMLElement, drawing: Drawing): () => void {
  const chart = map(element, {
    attributionControl: false,
    renderer: canvas({ padding: 0.5 }),
    zoomSnap: 0.5,
    fadeAnimation: false,
    zoomAnimation: false,
  });
  const places: LatLngTuple[] = [
    ...drawing.points.map(({ lat, lng }): LatLngTuple => [lat, lng]),
    ...drawing.lines.flatMap(({ path }) => [...path]),
  ];
  chart.fitBounds(latLngBounds(places.length === 0 ? EVERYWHERE : places).pad(0.15), { maxZoom: 11 });
  let gone = false;
  void readCountries().then((topology) => {
    if (!gone) drawLand(chart, topology, drawing);
  });
  drawLines(chart, drawing);
  drawPoints(chart, drawing);
  return () => {
    gone = true;
    chart.remove();
  };
}

function drawLand(chart: LeafletMap, topology: Countries, { colours }: Drawing): void {
  const style = { fillColor: colours.land, fillOpacity: 1, color: colours.border, weight: 0.8 };
  geoJSON(feature(topology, topology.objects.countries), { style, interactive: false }).addTo(chart).bringToBack();
}

function drawLines(chart: LeafletMap, { lines, colours }: Drawing): void {
  for (const { path, tone, label, dashed, weight = 2 } of lines) {
    const line = polyline([...path], {
      color: colours.tones[tone],
      weight,
      opacity: 0.75,
      dashArray: dashed === true ? '4 6' : undefined,
    });
    if (label !== undefined) line.bindTooltip(label, { sticky: true });
    line.addTo(chart);
  }
}

function drawPoints(chart: LeafletMap, { points, colours, onPick }: Drawing): void {
  for (const { id, lat, lng, label, tone, radius = 5 } of points) {
    const point = circleMarker([lat, lng], {
      radius,
      color: colours.land,
      weight: 1.5,
      fillColor: colours.tones[tone],
      fillOpacity: 1,
    });
    point.bindTooltip(label);
    if (onPick !== undefined) point.on('click', () => onPick(id));
    point.addTo(chart);
  }
}
