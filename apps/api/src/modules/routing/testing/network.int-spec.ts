import { eventually, testDatabase, type TestDatabase } from '#lib/testing';
import { park, statement, TransactionalEvents } from '#lib/database';
import { DomainError, uuidv7 } from '#lib/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkKey } from '../domain/network-import';
import { FacilityRemoved } from '../routing.events';
import { ChangeFacility } from '../use-cases/change-facility';
import { ChangeLink } from '../use-cases/change-link';
import { CreateFacility } from '../use-cases/create-facility';
import { CreateLink } from '../use-cases/create-link';
import { GetFacility } from '../use-cases/get-facility';
import { GetLink } from '../use-cases/get-link';
import { ListFacilities } from '../use-cases/list-facilities';
import { ListLinks } from '../use-cases/list-links';
import { RemoveFacility } from '../use-cases/remove-facility';
import { RemoveLink } from '../use-cases/remove-link';
import { NetworkReader } from '../persistence/network.reader';
import { NETWORK_VERSION, NetworkWorld, SMALL_NETWORK } from './network-world';

const STAGES = statement('routing-test.stages', `select stage from work where $1::uuid = any(order_ids)`);

describe('the network', () => {
  let db: TestDatabase;
  let world: NetworkWorld;
  let other: NetworkWorld;
  let ids: Awaited<ReturnType<NetworkWorld['routing']['importNetwork']>>;

  const importSmall = (): ReturnType<NetworkWorld['routing']['importNetwork']> =>
    world.transaction((tx) => world.routing.importNetwork(world.ctx, tx, SMALL_NETWORK));
  const facilityId = (code: string): string => ids.facilityIds.get(code) ?? '';
  const linkIdOf = (from: string, to: string): number => ids.linkIds.get(linkKey(from, to)) ?? 0;

  beforeAll(async () => {
    db = await testDatabase();
    [world, other] = await Promise.all([NetworkWorld.open(db.url), NetworkWorld.open(db.url)]);
    ids = await importSmall();
    await world.routing.refresh();
  });
  afterAll(async () => {
    await Promise.all([world.close(), other.close()]);
    await db.close();
  });

  it('comes in whole, and coming again changes nothing', async () => {
    expect([ids.facilityIds.size, ids.linkIds.size, ids.zoneIds.size]).toEqual([5, 5, 2]);
    expect(await importSmall()).toEqual(ids);
  });

  it('plans for orders of both warehouses on one epoch', () => {
    const zoneId = ids.zoneIds.get('Z-2') ?? '';
    expect(world.routing.rankOrigins(zoneId, [facilityId('WH-B'), facilityId('WH-A')])).toEqual([
      facilityId('WH-A'),
      facilityId('WH-B'),
    ]);
    const [plan, unreachable] = world.routing.plan([
      { fromFacilityId: facilityId('WH-A'), zoneId, lat: 39.92, lng: 116.44 },
      { fromFacilityId: facilityId('ST-1'), zoneId, lat: 39.92, lng: 116.44 },
    ]);
    expect(plan?.linkIds).toEqual([linkIdOf('WH-A', 'HUB'), linkIdOf('HUB', 'ST-2')]);
    expect(plan?.epoch).toBe(world.routing.epoch());
    expect(unreachable).toBeUndefined();
  });

  it('shows a change to another process within a second, under the same epoch', async () => {
    const linkId = linkIdOf('WH-A', 'ST-1');
    const { version } = await world.get(GetLink).execute(world.ctx, linkId);
    const planOf = (in_: NetworkWorld): readonly number[] | undefined =>
      in_.routing.plan([
        { fromFacilityId: facilityId('WH-A'), zoneId: ids.zoneIds.get('Z-1') ?? '', lat: 31.2, lng: 121.5 },
      ])[0]?.linkIds;
    await eventually(
      () => planOf(other),
      (links) => links?.[0] === linkId,
    );

    await world.get(ChangeLink).execute(world.ctx, linkId, version, { closed: true });
    const [row] = await world.database.statements(world.ctx).query<{ version: number }>(NETWORK_VERSION);
    await eventually(
      () => other.routing.epoch(),
      (epoch) => epoch === row?.version,
      1_000,
    );
    const detour = [linkIdOf('WH-A', 'HUB'), linkIdOf('HUB', 'ST-1')];
    expect(planOf(other)).toEqual(detour);
    await world.routing.refresh();
    expect(planOf(world)).toEqual(detour);

    await world.get(ChangeLink).execute(world.ctx, linkId, version + 1, { closed: false });
  });

  it('reads facilities and epoch of one instant, however fast the network changes', async () => {
    const id = facilityId('HUB');
    const reader = world.get(NetworkReader);
    let { version } = await world.get(GetFacility).execute(world.ctx, id);
    const nameAfter = (epoch: number): string => `hub at ${epoch}`;
    const change = async (): Promise<void> => {
      for (let round = 0; round < 25; round++) {
        const [row] = await world.database.statements(world.ctx).query<{ version: number }>(NETWORK_VERSION);
        await world.get(ChangeFacility).execute(world.ctx, id, version++, { name: nameAfter((row?.version ?? 0) + 1) });
      }
    };
    const seen: { epoch: number; name: string | undefined }[] = [];
    await world.get(ChangeFacility).execute(world.ctx, id, version++, { name: 'before' });
    const changing = change();
    const writer = { ended: false };
    void changing.then(() => (writer.ended = true));
    while (!writer.ended) {
      const data = await reader.read(other.ctx);
      seen.push({ epoch: data.epoch, name: data.facilities.find((facility) => facility.id === id)?.name });
    }
    await changing;
    const changed = seen.filter((reading) => reading.name !== 'before');
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.filter((reading) => reading.name !== nameAfter(reading.epoch))).toEqual([]);
  });

  it('stores the plan of an order, and its next plan in the same place', async () => {
    const zoneId = ids.zoneIds.get('Z-2') ?? '';
    const [plan] = world.routing.plan([{ fromFacilityId: facilityId('WH-A'), zoneId, lat: 39.92, lng: 116.44 }]);
    if (plan === undefined) throw new Error('no plan');
    const order = { ...plan, orderId: uuidv7(), etaAt: new Date('2030-01-01T00:00:00Z') };
    const local = { ...order, orderId: uuidv7(), linkIds: [] };
    const find = (): Promise<unknown[]> =>
      world.transaction((tx) => world.routing.findPlans(world.ctx, tx, [order.orderId, local.orderId]));
    await world.transaction((tx) => world.routing.savePlans(world.ctx, tx, [order, local]));
    expect(await find()).toEqual(expect.arrayContaining([order, local]));

    const rerouted = { ...order, linkIds: [7, 8, 9], epoch: order.epoch + 1, distanceM: 5 };
    await world.transaction((tx) => world.routing.savePlans(world.ctx, tx, [rerouted]));
    expect(await find()).toEqual(expect.arrayContaining([rerouted, local]));
  });

  it('gives orders that waited for a way back to the pipeline when one opens', async () => {
    const linkId = linkIdOf('HUB', 'ST-2');
    const zoneId = ids.zoneIds.get('Z-2') ?? '';
    const close = async (closed: boolean): Promise<void> => {
      const { version } = await world.get(GetLink).execute(world.ctx, linkId);
      await world.get(ChangeLink).execute(world.ctx, linkId, version, { closed });
      await Promise.all([world.routing.refresh(), other.routing.refresh()]);
    };
    const orderId = uuidv7();
    const stages = (): Promise<object[]> => world.database.statements(world.ctx).query(STAGES, [orderId]);
    await close(true);
    const waiting = { orderId, stage: 'fulfilment', reason: 'route', key: zoneId, detail: {} } as const;
    await world.transaction((tx) => park(tx, [waiting], new Date()));
    expect(await stages()).toEqual([]);
    await close(false);
    expect(await eventually(stages, (rows) => rows.length > 0)).toEqual([{ stage: 'fulfilment' }]);
  });

  describe('as resources', () => {
    const code = (): string => `F-${uuidv7().slice(-12).toUpperCase()}`;
    const create = (facilityCode = code()): ReturnType<CreateFacility['execute']> =>
      world.transaction((tx) =>
        world.get(CreateFacility).execute(world.ctx, tx, {
          code: facilityCode,
          kind: 'hub',
          name: 'New',
          lat: 1,
          lng: 2,
          country: 'CN',
          active: true,
        }),
      );
    const refused = async (work: Promise<unknown>): Promise<string> => {
      const error: unknown = await work.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      return error instanceof DomainError ? `${error.kind} ${error.code}` : String(error);
    };
    const link = (fromFacilityId: string, toFacilityId: string): ReturnType<CreateLink['execute']> =>
      world.transaction((tx) =>
        world
          .get(CreateLink)
          .execute(world.ctx, tx, { fromFacilityId, toFacilityId, distanceM: 5, durationS: 5, closed: false }),
      );

    it('refuses a code that is taken, ends that do not exist and a link that is there already', async () => {
      expect(await refused(create('HUB'))).toBe('conflict routing.facility_code_taken');
      expect(await refused(link(facilityId('HUB'), uuidv7()))).toBe('refused routing.unknown_facility');
      expect(await refused(link(facilityId('HUB'), facilityId('ST-2')))).toBe('conflict routing.link_exists');
    });

    it('refuses a change that was decided on an older version, and what does not exist', async () => {
      const { id } = await create();
      const change = (version: number): Promise<unknown> =>
        world.get(ChangeFacility).execute(world.ctx, id, version, { active: false });
      expect(await change(1)).toMatchObject({ active: false, name: 'New', version: 2 });
      expect(await refused(change(1))).toBe('stale request.stale');
      const missing = world.get(ChangeFacility).execute(world.ctx, uuidv7(), 1, { active: false });
      expect(await refused(missing)).toBe('not_found routing.facility_not_found');
    });

    it('deletes only what nothing refers to', async () => {
      const [from, to] = [await create(), await create()];
      const { id, version } = await link(from.id, to.id);
      const remove = (): Promise<void> => world.get(RemoveFacility).execute(world.ctx, to.id, to.version);
      expect(await refused(remove())).toBe('conflict routing.facility_in_use');
      await world.get(RemoveLink).execute(world.ctx, id, version);
      expect(await refused(world.get(GetLink).execute(world.ctx, id))).toBe('not_found routing.link_not_found');
      await remove();
      expect(await refused(world.get(GetFacility).execute(world.ctx, to.id))).toBe(
        'not_found routing.facility_not_found',
      );
    });

    it('keeps a facility that another module still needs', async () => {
      const facility = await create();
      world.get(TransactionalEvents).on(FacilityRemoved, (_ctx, _tx, event) => {
        if (event.facilityId !== facility.id) return Promise.resolve();
        throw new DomainError('conflict', 'test.needs_it', 'It is needed');
      });
      const remove = world.get(RemoveFacility).execute(world.ctx, facility.id, facility.version);
      expect(await refused(remove)).toBe('conflict test.needs_it');
      expect(await world.get(GetFacility).execute(world.ctx, facility.id)).toEqual(facility);
    });

    it('lists by filter, page after page', async () => {
      const hubs = await world.get(ListFacilities).execute(world.ctx, { kind: 'station', limit: 10 });
      expect(hubs.map((facility) => facility.code).sort()).toEqual(['ST-1', 'ST-2']);
      const first = await world.get(ListLinks).execute(world.ctx, { fromFacilityId: facilityId('HUB'), limit: 1 });
      expect(first).toHaveLength(2);
      const after = first[0]?.id ?? 0;
      const rest = await world
        .get(ListLinks)
        .execute(world.ctx, { fromFacilityId: facilityId('HUB'), closed: false, after, limit: 5 });
      expect(rest).toEqual(first.slice(1));
    });
  });
});
