import { describe, expect, it } from 'vitest';
import type { Facility, FacilityKind, Link, NetworkData, Zone } from './network';
import { NetworkSnapshot } from './network-snapshot';

const facility = (id: string, kind: FacilityKind, lat: number, active = true): Facility => ({
  id,
  code: id,
  kind,
  name: id,
  lat,
  lng: 110,
  country: 'CN',
  active,
});
const link = (id: number, from: string, to: string, durationS: number, closed = false): Link => ({
  id,
  fromFacilityId: from,
  toFacilityId: to,
  distanceM: durationS * 20,
  durationS,
  closed,
});
const zone: Zone = {
  id: 'zone',
  code: 'Z',
  name: 'Zone',
  stationId: 'station',
  country: 'CN',
  lat: 30,
  lng: 110,
  radiusM: 30_000,
  active: true,
};

const DATA: NetworkData = {
  epoch: 7,
  facilities: [
    facility('far', 'warehouse', 36),
    facility('near', 'warehouse', 32),
    facility('cut-off', 'warehouse', 31),
    facility('hub', 'hub', 33),
    facility('station', 'station', 30),
  ],
  links: [link(1, 'far', 'hub', 5000), link(2, 'near', 'hub', 1000), link(3, 'hub', 'station', 3000)],
  zones: [zone],
};
const build = (data: NetworkData): Promise<NetworkSnapshot> => NetworkSnapshot.build(data, () => Promise.resolve());
const SPEED_MPS = 5;
const toZone = { zoneId: 'zone', lat: 30.1, lng: 110 };

describe('NetworkSnapshot', () => {
  it('plans the links to the station and the last mile, with the epoch it was computed on', async () => {
    const plan = (await build(DATA)).plan({ fromFacilityId: 'near', ...toZone }, SPEED_MPS);
    expect(plan).toMatchObject({ stationId: 'station', zoneId: 'zone', epoch: 7, linkIds: [2, 3], lastMileM: 15_567 });
    expect(plan?.distanceM).toBe(80_000 + 15_567);
    expect(plan?.durationS).toBe(4000 + 3113);
  });

  it('tells which zones gained a way: from another warehouse, none for a better or a lost one', async () => {
    const before = await build(DATA);
    const gained = async (changes: Partial<NetworkData>): Promise<string[]> =>
      (await build({ ...DATA, ...changes })).zonesWithNewWays(before);
    expect(await gained({})).toEqual([]);
    expect(await gained({ links: [...DATA.links, link(4, 'cut-off', 'hub', 1000)] })).toEqual(['zone']);
    expect(await gained({ links: [...DATA.links, link(4, 'near', 'station', 100)] })).toEqual([]);
    expect(await gained({ links: DATA.links.slice(1) })).toEqual([]);
    expect(before.zonesWithNewWays(NetworkSnapshot.empty())).toEqual(['zone']);
    expect(await gained({ zones: [zone, { ...zone, id: 'new', code: 'N' }] })).toEqual(['new']);
  });

  it('ranks the warehouses that reach the zone by driving time and leaves out those that do not', async () => {
    const snapshot = await build(DATA);
    expect(snapshot.rankOrigins('zone', ['cut-off', 'far', 'unknown', 'near'])).toEqual(['near', 'far']);
    expect(snapshot.rankOrigins('unknown', ['near'])).toEqual([]);
  });

  it('plans from facilities that are no warehouse, too, and not from where nothing leads on', async () => {
    const snapshot = await build(DATA);
    expect(snapshot.plan({ fromFacilityId: 'hub', ...toZone }, SPEED_MPS)?.linkIds).toEqual([3]);
    expect(snapshot.plan({ fromFacilityId: 'station', ...toZone }, SPEED_MPS)?.linkIds).toEqual([]);
    expect(snapshot.plan({ fromFacilityId: 'cut-off', ...toZone }, SPEED_MPS)).toBeUndefined();
  });

  it('avoids closed links and inactive facilities', async () => {
    const detour = [...DATA.links, link(4, 'near', 'station', 9000)];
    const closed = await build({ ...DATA, links: detour.map((each) => ({ ...each, closed: each.id === 3 })) });
    expect(closed.plan({ fromFacilityId: 'near', ...toZone }, SPEED_MPS)?.linkIds).toEqual([4]);
    const facilities = DATA.facilities.map((each) => ({ ...each, active: each.id !== 'hub' }));
    const inactive = await build({ ...DATA, facilities, links: detour });
    expect(inactive.plan({ fromFacilityId: 'near', ...toZone }, SPEED_MPS)?.linkIds).toEqual([4]);
    expect(inactive.plan({ fromFacilityId: 'hub', ...toZone }, SPEED_MPS)).toBeUndefined();
  });

  it('serves no zone that is inactive or whose station is', async () => {
    const without = await build({ ...DATA, zones: [{ ...zone, active: false }] });
    expect(without.locate(30, 110, 'CN')).toBeUndefined();
    const facilities = DATA.facilities.map((each) => ({ ...each, active: each.id !== 'station' }));
    const closedStation = await build({ ...DATA, facilities });
    expect(closedStation.locate(30, 110, 'CN')).toBeUndefined();
    expect(closedStation.plan({ fromFacilityId: 'near', ...toZone }, SPEED_MPS)).toBeUndefined();
    expect((await build(DATA)).locate(30, 110, 'CN')).toEqual({ zoneId: 'zone', stationId: 'station' });
  });

  it('tells whether any warehouse reaches a zone', async () => {
    expect((await build(DATA)).isReachable('zone')).toBe(true);
    expect((await build(DATA)).isReachable('unknown')).toBe(false);
    const links = DATA.links.filter((each) => each.id === 3);
    expect((await build({ ...DATA, links })).isReachable('zone')).toBe(false);
  });

  it('finds the nearest active facility of a position', async () => {
    const snapshot = await build(DATA);
    expect(snapshot.nearestFacility({ lat: 32.4, lng: 110 })?.id).toBe('near');
    expect(NetworkSnapshot.empty().nearestFacility({ lat: 32.4, lng: 110 })).toBeUndefined();
  });
});
