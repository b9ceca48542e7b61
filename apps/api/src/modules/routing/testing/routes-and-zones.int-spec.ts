import { testDatabase, type TestDatabase } from '#lib/testing';
import { DomainError, uuidv7 } from '#lib/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkKey } from '../domain/network-import';
import { ChangeZone } from '../use-cases/change-zone';
import { ComputeRoute } from '../use-cases/compute-route';
import { CreateZone } from '../use-cases/create-zone';
import { GetZone } from '../use-cases/get-zone';
import { ListZones } from '../use-cases/list-zones';
import { RemoveZone } from '../use-cases/remove-zone';
import { NetworkWorld, SMALL_NETWORK } from './network-world';

describe('routes and zones', () => {
  let db: TestDatabase;
  let world: NetworkWorld;
  let ids: Awaited<ReturnType<NetworkWorld['routing']['importNetwork']>>;

  beforeAll(async () => {
    db = await testDatabase();
    world = await NetworkWorld.open(db.url);
    ids = await world.transaction((tx) => world.routing.importNetwork(world.ctx, tx, SMALL_NETWORK));
    await world.routing.refresh();
  });
  afterAll(async () => {
    await world.close();
    await db.close();
  });

  const facilityId = (code: string): string => ids.facilityIds.get(code) ?? '';
  const zoneId = (code: string): string => ids.zoneIds.get(code) ?? '';
  const refused = async (work: () => unknown): Promise<string> => {
    try {
      await work();
    } catch (error) {
      if (error instanceof DomainError) return `${error.kind} ${error.code}`;
      throw error;
    }
    return 'nothing was refused';
  };

  describe('a route', () => {
    type Asked = Parameters<ComputeRoute['execute']>;
    const compute = (from: Asked[1], to: Asked[2]): ReturnType<ComputeRoute['execute']> =>
      world.get(ComputeRoute).execute(world.ctx, from, to);

    it('leads leg by leg from a facility to the position in its zone', () => {
      const before = Date.now();
      const route = compute({ facilityId: facilityId('WH-A') }, { lat: 39.92, lng: 116.44, country: 'CN' });
      expect(route.legs.map((leg) => leg.id)).toEqual([
        ids.linkIds.get(linkKey('WH-A', 'HUB')),
        ids.linkIds.get(linkKey('HUB', 'ST-2')),
      ]);
      expect(route).toMatchObject({ zoneId: zoneId('Z-2'), stationId: facilityId('ST-2'), firstMileM: 0 });
      expect(route.distanceM).toBe(300_000 + 950_000 + route.lastMileM);
      expect(route.etaAt.getTime()).toBeGreaterThanOrEqual(before + route.durationS * 1000);
    });

    it('enters at the nearest facility, and ends at the middle of a zone', () => {
      const route = compute({ lat: 31.01, lng: 121.01 }, { zoneId: zoneId('Z-1') });
      expect(route.fromFacilityId).toBe(facilityId('WH-A'));
      expect(route.firstMileM).toBeGreaterThan(1_000);
      expect([route.lastMileM, route.distanceM]).toEqual([0, 50_000 + route.firstMileM]);
      // At 5 m/s to the facility.
      expect(route.durationS).toBe(3_600 + Math.round(route.firstMileM / 5));
    });

    it('is refused from nowhere, to nowhere and where no link leads', async () => {
      const [a, z] = [{ facilityId: facilityId('WH-A') }, { zoneId: zoneId('Z-2') }];
      expect(await refused(() => compute({ facilityId: uuidv7() }, z))).toBe('refused routing.unknown_facility');
      expect(await refused(() => compute(a, { zoneId: uuidv7() }))).toBe('refused routing.unserviceable');
      expect(await refused(() => compute(a, { lat: 0, lng: 0, country: 'CN' }))).toBe('refused routing.unserviceable');
      expect(await refused(() => compute(a, { lat: 39.9, lng: 116.4, country: 'KP' }))).toBe(
        'refused routing.unserviceable',
      );
      expect(await refused(() => compute({ facilityId: facilityId('ST-1') }, z))).toBe('refused routing.unreachable');
    });
  });

  describe('a zone', () => {
    const place = { country: 'CN', lat: 45, lng: 125, radiusM: 10_000, active: true };
    const create = (code: string, stationId: string): ReturnType<CreateZone['execute']> =>
      world.transaction((tx) =>
        world.get(CreateZone).execute(world.ctx, tx, { code, name: 'New', stationId, ...place }),
      );
    const located = async (): Promise<string | undefined> => {
      await world.routing.refresh();
      return world.routing.locate([{ lat: 45, lng: 125, country: 'CN' }])[0]?.zoneId;
    };

    it('can be held before this process has read the network again, while it is served', async () => {
      const hold = (id: string): Promise<string[]> =>
        world.transaction((tx) => world.routing.holdZones(world.ctx, tx, [id, uuidv7()]));
      const held = await world.transaction(async (tx) => {
        const { id } = await world
          .get(CreateZone)
          .execute(world.ctx, tx, { code: 'Z-HELD', name: 'New', stationId: facilityId('ST-1'), ...place });
        expect(world.routing.zone(id)).toBeUndefined();
        expect(await world.routing.holdZones(world.ctx, tx, [id])).toEqual([id]);
        return id;
      });
      expect(await hold(held)).toEqual([held]);
      const { version } = await world.get(ChangeZone).execute(world.ctx, held, 1, { active: false });
      expect(await hold(held)).toEqual([]);
      await world.get(RemoveZone).execute(world.ctx, held, version);
    });

    it('serves its addresses from its creation until it is inactive', async () => {
      const { id, version } = await create('Z-NEW', facilityId('ST-1'));
      expect(await located()).toBe(id);
      expect(world.routing.zone(id)?.code).toBe('Z-NEW');
      const changed = await world.get(ChangeZone).execute(world.ctx, id, version, { active: false });
      expect(changed).toMatchObject({ id, active: false, version: 2, radiusM: 10_000 });
      expect(await located()).toBeUndefined();
      await world.get(RemoveZone).execute(world.ctx, id, 2);
      expect(await refused(() => world.get(GetZone).execute(world.ctx, id))).toBe('not_found routing.zone_not_found');
    });

    it('is refused under a code that is taken, or with a station that does not exist', async () => {
      expect(await refused(() => create('Z-1', facilityId('ST-1')))).toBe('conflict routing.zone_code_taken');
      expect(await refused(() => create('Z-NEW', uuidv7()))).toBe('refused routing.unknown_facility');
      const change = { stationId: uuidv7() };
      expect(await refused(() => world.get(ChangeZone).execute(world.ctx, zoneId('Z-1'), 1, change))).toBe(
        'refused routing.unknown_facility',
      );
    });

    it('is changed and deleted by those who have seen it as it is', async () => {
      const { id, version } = await create('Z-SEEN', facilityId('ST-1'));
      expect(await refused(() => world.get(ChangeZone).execute(world.ctx, id, 7, { name: 'X' }))).toBe(
        'stale request.stale',
      );
      expect(await refused(() => world.get(RemoveZone).execute(world.ctx, id, 7))).toBe('stale request.stale');
      expect(await refused(() => world.get(ChangeZone).execute(world.ctx, uuidv7(), 1, { name: 'X' }))).toBe(
        'not_found routing.zone_not_found',
      );
      expect(await refused(() => world.get(RemoveZone).execute(world.ctx, uuidv7(), 1))).toBe(
        'not_found routing.zone_not_found',
      );
      await world.get(RemoveZone).execute(world.ctx, id, version);
    });

    it('is listed by its station', async () => {
      const zones = await world
        .get(ListZones)
        .execute(world.ctx, { stationId: facilityId('ST-2'), country: 'CN', active: true, limit: 5 });
      expect(zones.map((zone) => zone.code)).toEqual(['Z-2']);
    });
  });
});
