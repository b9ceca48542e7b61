import { greatCircleM, type Position } from './great-circle';
import { streetDistanceM, streetDurationS } from './last-mile';
import { LineHauls, type LineHaul } from './line-haul';
import type { Facility, Link, NetworkData, Zone } from './network';
import type { PlanRequest, RoutePlan } from './route-plan';
import { type ZoneHit, ZoneIndex } from './zone-index';

/**
 * One epoch of the network, ready to answer. Immutable for its readers: a change of the network makes another snapshot
 * and swaps the reference, so that whoever holds this one goes on seeing one consistent world.
 */
export class NetworkSnapshot {
  readonly epoch: number;
  private readonly facilities: ReadonlyMap<string, Facility>;
  private readonly links: ReadonlyMap<number, Link>;
  private readonly zones: ReadonlyMap<string, Zone>;
  private readonly zoneIndex: ZoneIndex;
  private readonly lineHauls: LineHauls;
  private readonly warehouseIds: readonly string[];

  private constructor(data: NetworkData) {
    this.epoch = data.epoch;
    this.facilities = new Map(data.facilities.map((facility) => [facility.id, facility]));
    this.links = new Map(data.links.map((link) => [link.id, link]));
    const served = data.zones.filter((zone) => zone.active && this.facilities.get(zone.stationId)?.active === true);
    this.zones = new Map(served.map((zone) => [zone.id, zone]));
    this.zoneIndex = new ZoneIndex(served);
    this.lineHauls = new LineHauls(data.facilities, data.links);
    this.warehouseIds = data.facilities
      .filter((facility) => facility.kind === 'warehouse' && facility.active)
      .map((facility) => facility.id);
  }

  /** Builds the snapshot with the trees of all active warehouses; `breathe` lets requests run between two trees. */
  static async build(data: NetworkData, breathe: () => Promise<void>): Promise<NetworkSnapshot> {
    const snapshot = new NetworkSnapshot(data);
    for (const facilityId of snapshot.warehouseIds) {
      await breathe();
      snapshot.lineHauls.prepare(facilityId);
    }
    return snapshot;
  }

  static empty(): NetworkSnapshot {
    return new NetworkSnapshot({ epoch: 0, facilities: [], links: [], zones: [] });
  }

  locate(lat: number, lng: number, country: string): ZoneHit | undefined {
    return this.zoneIndex.locate(lat, lng, country);
  }

  /** Of `facilityIds` those that reach the zone's station, fastest first; then the shorter way, then the lower id. */
  rankOrigins(zoneId: string, facilityIds: readonly string[]): string[] {
    const zone = this.zones.get(zoneId);
    if (zone === undefined) return [];
    const reached: { id: string; way: LineHaul }[] = [];
    for (const id of facilityIds) {
      const way = this.lineHauls.find(id, zone.stationId);
      if (way !== undefined) reached.push({ id, way });
    }
    reached.sort(
      (a, b) => a.way.durationS - b.way.durationS || a.way.distanceM - b.way.distanceM || (a.id < b.id ? -1 : 1),
    );
    return reached.map((origin) => origin.id);
  }

  /** Undefined when the zone is not served or nothing open leads to its station. `speedMps` is that of the last mile. */
  plan(request: PlanRequest, speedMps: number): RoutePlan | undefined {
    const zone = this.zones.get(request.zoneId);
    const station = zone && this.facilities.get(zone.stationId);
    const way = zone && this.lineHauls.find(request.fromFacilityId, zone.stationId);
    if (zone === undefined || station === undefined || way === undefined) return undefined;
    const lastMileM = streetDistanceM(station, request);
    return {
      fromFacilityId: request.fromFacilityId,
      stationId: zone.stationId,
      zoneId: zone.id,
      epoch: this.epoch,
      distanceM: way.distanceM + lastMileM,
      durationS: way.durationS + streetDurationS(lastMileM, speedMps),
      linkIds: way.linkIds,
      lastMileM,
    };
  }

  /** The zones that some active warehouse facility reaches, and did not in `before`. */
  zonesWithNewWays(before: NetworkSnapshot): string[] {
    const reaches = (snapshot: NetworkSnapshot, id: string, { stationId }: Zone): boolean =>
      snapshot.warehouseIds.includes(id) && snapshot.lineHauls.reaches(id, stationId);
    return [...this.zones.values()]
      .filter((zone) => {
        const old = before.zones.get(zone.id);
        return this.warehouseIds.some(
          (id) => reaches(this, id, zone) && (old === undefined || !reaches(before, id, old)),
        );
      })
      .map((zone) => zone.id);
  }

  /** True when the zone is served and at least one active warehouse reaches its station. */
  isReachable(zoneId: string): boolean {
    const zone = this.zones.get(zoneId);
    return zone !== undefined && this.warehouseIds.some((id) => this.lineHauls.reaches(id, zone.stationId));
  }

  /** The active facility nearest to a position by great circle, ties by code: where a parcel enters the network. */
  nearestFacility(position: Position): Facility | undefined {
    let best: Facility | undefined;
    let bestM = Infinity;
    for (const facility of this.facilities.values()) {
      if (!facility.active) continue;
      const distanceM = greatCircleM(position, facility);
      if (distanceM > bestM || (distanceM === bestM && best !== undefined && facility.code > best.code)) continue;
      best = facility;
      bestM = distanceM;
    }
    return best;
  }

  facility(id: string): Facility | undefined {
    return this.facilities.get(id);
  }

  link(id: number): Link | undefined {
    return this.links.get(id);
  }

  /** A zone that is served now: active, with an active station. */
  zone(id: string): Zone | undefined {
    return this.zones.get(id);
  }
}
