import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { greatCircleM } from './great-circle';
import type { Zone } from './network';
import { ZoneIndex } from './zone-index';

function zone(code: string, lat: number, lng: number, radiusM: number, country = 'CN'): Zone {
  return {
    id: `zone-${code}`,
    code,
    name: code,
    stationId: `station-${code}`,
    country,
    lat,
    lng,
    radiusM,
    active: true,
  };
}

/** The definition itself: every circle asked, nearest first, ties by code. Points within a metre of a rim are left out. */
function nearestCovering(zones: readonly Zone[], lat: number, lng: number, country: string): string | undefined {
  const covering = zones
    .filter((each) => each.country === country && greatCircleM(each, { lat, lng }) <= each.radiusM)
    .sort((a, b) => greatCircleM(a, { lat, lng }) - greatCircleM(b, { lat, lng }) || (a.code < b.code ? -1 : 1));
  return covering[0]?.id;
}

const lats = fc.double({ min: -90, max: 90, noNaN: true });
const lngs = fc.double({ min: -180, max: 180, noNaN: true });
const zoneLists = fc
  .array(fc.record({ lat: lats, lng: lngs, radiusM: fc.integer({ min: 1, max: 500_000 }) }), {
    maxLength: 12,
    size: 'max',
  })
  .map((circles) => circles.map((circle, index) => zone(`Z${index}`, circle.lat, circle.lng, circle.radiusM)));

describe('ZoneIndex', () => {
  it('answers what asking every circle answers, poles and antimeridian included', () => {
    const nearby = fc.double({ min: -6, max: 6, noNaN: true });
    fc.assert(
      fc.property(zoneLists, fc.nat(11), nearby, nearby, (zones, pick, dLat, dLng) => {
        const centre = zones[pick % Math.max(zones.length, 1)] ?? { lat: 0, lng: 0 };
        const lat = Math.max(-90, Math.min(90, centre.lat + dLat));
        const lng = ((centre.lng + dLng + 540) % 360) - 180;
        const clear = zones.every((each) => {
          const distanceM = greatCircleM(each, { lat, lng });
          const rival = zones.some(
            (other) => other !== each && Math.abs(greatCircleM(other, { lat, lng }) - distanceM) < 1,
          );
          return Math.abs(distanceM - each.radiusM) > 1 && !rival;
        });
        fc.pre(clear);
        expect(new ZoneIndex(zones).locate(lat, lng, 'CN')?.zoneId).toBe(nearestCovering(zones, lat, lng, 'CN'));
      }),
      { numRuns: 120 },
    );
  });

  it('gives a point between two circles to the nearer centre', () => {
    const index = new ZoneIndex([zone('A', 30, 110, 90_000), zone('B', 30, 111, 90_000)]);
    expect(index.locate(30, 110.4, 'CN')).toEqual({ zoneId: 'zone-A', stationId: 'station-A' });
    expect(index.locate(30, 110.6, 'CN')).toEqual({ zoneId: 'zone-B', stationId: 'station-B' });
  });

  it('gives equally near circles to the lower code, in whatever order they come', () => {
    const twins = [zone('B', 30, 110, 9_000), zone('A', 30, 110, 9_000)];
    expect(new ZoneIndex(twins).locate(30.01, 110, 'CN')?.zoneId).toBe('zone-A');
    expect(new ZoneIndex(twins.toReversed()).locate(30.01, 110, 'CN')?.zoneId).toBe('zone-A');
  });

  it('reaches over the antimeridian and over the poles', () => {
    const index = new ZoneIndex([
      zone('E', 10, 179.9, 50_000),
      zone('W', -10, -179.9, 50_000),
      zone('N', 89.9, 0, 50_000),
    ]);
    expect(index.locate(9.62, -179.95, 'CN')?.zoneId).toBe('zone-E');
    expect(index.locate(-10.38, 179.95, 'CN')?.zoneId).toBe('zone-W');
    expect(index.locate(89.9, 180, 'CN')?.zoneId).toBe('zone-N');
    expect(index.locate(90, -45, 'CN')?.zoneId).toBe('zone-N');
  });

  it('serves no other country and nothing outside', () => {
    const index = new ZoneIndex([zone('A', 49, 8.3, 60_000, 'DE')]);
    expect(index.locate(49, 8, 'FR')).toBeUndefined();
    expect(index.locate(49, 9.5, 'DE')).toBeUndefined();
    expect(index.locate(49, 8, 'DE')?.zoneId).toBe('zone-A');
  });
});
