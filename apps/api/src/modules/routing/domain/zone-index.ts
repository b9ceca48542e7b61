import { EARTH_RADIUS_M, squaredChord, writeUnitVector } from './great-circle';
import type { Zone } from './network';

const CELL_DEGREES = 0.25;
const COLUMNS = 360 / CELL_DEGREES;
const ROWS = 180 / CELL_DEGREES;

/** What a point belongs to. One frozen object per zone, so that a lookup allocates nothing. */
export interface ZoneHit {
  readonly zoneId: string;
  readonly stationId: string;
}

/**
 * Which zone a point belongs to: of the circles of its country that cover it, the one whose centre is nearest; of equally
 * near ones the lower code. A grid of quarter degrees lists the zones that may cover each cell (the cells of J. L. Bentley
 * and J. H. Friedman, "Data Structures for Range Searching", Computing Surveys 11(4), 1979), and chords of the unit
 * sphere stand for haversines: a point costs four trigonometric calls and a few multiplications per candidate.
 */
export class ZoneIndex {
  private readonly zones: readonly Zone[];
  private readonly hits: readonly ZoneHit[];
  private readonly centres: Float64Array;
  private readonly reach: Float64Array;
  private readonly cells = new Map<number, number[]>();
  private readonly point = new Float64Array(3);

  constructor(zones: readonly Zone[]) {
    this.zones = [...zones].sort((a, b) => (a.code < b.code ? -1 : 1));
    this.hits = this.zones.map((zone) => Object.freeze({ zoneId: zone.id, stationId: zone.stationId }));
    this.centres = new Float64Array(this.zones.length * 3);
    this.reach = new Float64Array(this.zones.length);
    this.zones.forEach((zone, index) => {
      writeUnitVector(this.centres, index * 3, zone.lat, zone.lng);
      this.reach[index] = squaredChord(zone.radiusM);
      this.fillCells(zone, index);
    });
  }

  locate(lat: number, lng: number, country: string): ZoneHit | undefined {
    const candidates = this.cells.get(rowOf(lat) * COLUMNS + columnOf(lng));
    if (candidates === undefined) return undefined;
    writeUnitVector(this.point, 0, lat, lng);
    let best: ZoneHit | undefined;
    let bestChord = Infinity;
    for (const index of candidates) {
      const chord = this.squaredChordTo(index);
      if (chord >= bestChord || chord > (this.reach[index] ?? 0)) continue;
      if (this.zones[index]?.country !== country) continue;
      best = this.hits[index];
      bestChord = chord;
    }
    return best;
  }

  private squaredChordTo(index: number): number {
    const dx = (this.centres[index * 3] ?? 0) - (this.point[0] ?? 0);
    const dy = (this.centres[index * 3 + 1] ?? 0) - (this.point[1] ?? 0);
    const dz = (this.centres[index * 3 + 2] ?? 0) - (this.point[2] ?? 0);
    return dx * dx + dy * dy + dz * dz;
  }

  private fillCells(zone: Zone, index: number): void {
    const { southRow, northRow, westColumn, columns } = boundingCells(zone);
    for (let row = southRow; row <= northRow; row++) {
      for (let step = 0; step < columns; step++) {
        const cell = row * COLUMNS + ((westColumn + step) % COLUMNS);
        const listed = this.cells.get(cell);
        if (listed === undefined) this.cells.set(cell, [index]);
        else listed.push(index);
      }
    }
  }
}

/**
 * The cells of the circle's bounding box (J. P. Matuschek, "Finding points within a distance of a latitude/longitude":
 * the widest longitude is asin(sin r / cos lat)), wrapped over the antimeridian; all columns when it holds a pole.
 */
function boundingCells(zone: Zone): { southRow: number; northRow: number; westColumn: number; columns: number } {
  const reachDegrees = (zone.radiusM / EARTH_RADIUS_M) * (180 / Math.PI);
  const south = zone.lat - reachDegrees;
  const north = zone.lat + reachDegrees;
  const southRow = rowOf(Math.max(-90, south));
  const northRow = rowOf(Math.min(90, north));
  if (south <= -90 || north >= 90) return { southRow, northRow, westColumn: 0, columns: COLUMNS };
  const widest = Math.sin(zone.radiusM / EARTH_RADIUS_M) / Math.cos((zone.lat * Math.PI) / 180);
  const halfWidth = Math.asin(Math.min(1, widest)) * (180 / Math.PI);
  const columns = Math.min(COLUMNS, Math.ceil((2 * halfWidth) / CELL_DEGREES) + 1);
  return { southRow, northRow, westColumn: columnOf(zone.lng - halfWidth), columns };
}

function rowOf(lat: number): number {
  return Math.min(ROWS - 1, Math.floor((lat + 90) / CELL_DEGREES));
}

function columnOf(lng: number): number {
  const column = Math.floor((lng + 180) / CELL_DEGREES) % COLUMNS;
  return column < 0 ? column + COLUMNS : column;
}
