import { testDatabase, type TestDatabase } from '#lib/testing';
import { DomainError } from '#lib/kernel';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { weekdaysMask } from '../domain/weekdays';
import { TimetableEntity } from '../persistence/timetable.entity';
import { ChangeTimetable } from '../use-cases/change-timetable';
import { CreateTimetable } from '../use-cases/create-timetable';
import { GetTimetable } from '../use-cases/get-timetable';
import { GetTrip } from '../use-cases/get-trip';
import { ListTimetables } from '../use-cases/list-timetables';
import { ListTrips } from '../use-cases/list-trips';
import { PlanTrips } from '../use-cases/plan-trips';
import { RemoveTimetable } from '../use-cases/remove-timetable';
import { hours, order, START, TransportWorld } from './transport-world';

const HOUR_S = 3600;

describe('timetables and their trips', () => {
  let db: TestDatabase;
  let world: TransportWorld;
  let other: TransportWorld;

  beforeAll(async () => {
    db = await testDatabase({ entities: [TimetableEntity] });
    [world, other] = await Promise.all([TransportWorld.open(db.url), TransportWorld.open(db.url)]);
  });
  afterAll(async () => {
    await Promise.all([world.close(), other.close()]);
    await db.close();
  });
  beforeEach(() => {
    world.clock.set(START);
    other.clock.set(START);
  });

  const create = (linkId: number, departsMinute: number, seats = 5): ReturnType<CreateTimetable['execute']> =>
    world.transaction((tx) =>
      world.get(CreateTimetable).execute(world.ctx, tx, { linkId, departsMinute, weekdays: 127, seats }),
    );
  const refused = async (work: Promise<unknown>): Promise<string> => {
    const error: unknown = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return error instanceof DomainError ? `${error.kind} ${error.code}` : String(error);
  };
  const departures = async (linkId: number): Promise<string[]> =>
    (await world.trips(linkId)).map(
      (trip) => `${trip.departsAt.toISOString().slice(8, 16)} ${trip.used}/${trip.seats}`,
    );

  it('describes its table completely', async () => {
    const diff = await db.dataSource.driver.createSchemaBuilder().log();
    expect(diff.upQueries.map((query) => query.query)).toEqual([]);
  });

  it('makes trips up to the horizon as soon as a timetable exists', async () => {
    const [link = 0] = await world.links(2 * HOUR_S);
    await create(link, 390);
    expect(await departures(link)).toEqual(['07T06:30 0/5', '08T06:30 0/5']);
    expect((await world.trips(link))[0]?.arrivesAt).toEqual(hours(8.5));
  });

  it('makes the trips of a day once, whether planned again, later or in two processes at once', async () => {
    const [link = 0] = await world.links(HOUR_S);
    await create(link, 0);
    const atStart = await departures(link);
    expect(await world.get(PlanTrips).execute(world.ctx)).toBe(0);
    expect(await departures(link)).toEqual(atStart);

    world.clock.set(hours(30));
    other.clock.set(hours(30));
    await Promise.all([world.get(PlanTrips).execute(world.ctx), other.get(PlanTrips).execute(other.ctx)]);
    expect(await departures(link)).toEqual([...atStart, '10T00:00 0/5']);
    expect(await world.get(PlanTrips).execute(world.ctx)).toBe(0);
  });

  it('catches up after standing still for days, without trips in the past', async () => {
    const [link = 0] = await world.links(HOUR_S);
    await create(link, 0);
    world.clock.set(hours(10 * 24 + 1));
    await world.get(PlanTrips).execute(world.ctx);
    expect(await departures(link)).toEqual(['08T00:00 0/5', '09T00:00 0/5', '18T00:00 0/5', '19T00:00 0/5']);
  });

  it('runs on its weekdays only', async () => {
    const [link = 0] = await world.links(HOUR_S);
    const { id, version } = await create(link, 60);
    // START is a Monday: of the two days within the horizon only the second is a Tuesday.
    await world.get(ChangeTimetable).execute(world.ctx, id, version, { weekdays: weekdaysMask(['tue', 'sun']) });
    expect(await departures(link)).toEqual(['08T01:00 0/5']);
  });

  it('leaves trips that have orders as promised when it changes, and makes the others anew', async () => {
    const [link = 0] = await world.links(HOUR_S);
    const { id, version } = await create(link, 60);
    await world.assign(order([link]), order([link]));
    expect(await departures(link)).toEqual(['07T01:00 2/5', '08T01:00 0/5']);

    const later = await world.get(ChangeTimetable).execute(world.ctx, id, version, { departsMinute: 120 });
    expect(await departures(link)).toEqual(['07T01:00 2/2', '07T02:00 0/5', '08T02:00 0/5']);
    const back = await world
      .get(ChangeTimetable)
      .execute(world.ctx, id, later.version, { departsMinute: 60, seats: 9 });
    expect(await departures(link)).toEqual(['07T01:00 2/9', '08T01:00 0/9']);

    await world.get(ChangeTimetable).execute(world.ctx, id, back.version, { seats: 1 });
    expect(await departures(link)).toEqual(['07T01:00 2/2', '08T01:00 0/1']);
  });

  it('ends with its trips, except those that have orders', async () => {
    const [link = 0] = await world.links(HOUR_S);
    const { id, version } = await create(link, 60);
    await world.assign(order([link]));
    await world.get(RemoveTimetable).execute(world.ctx, id, version);
    expect(await departures(link)).toEqual(['07T01:00 1/1']);
    expect(await refused(world.get(GetTimetable).execute(world.ctx, id))).toBe(
      'not_found transport.timetable_not_found',
    );
    expect((await world.assign(order([link])))[0]).toMatchObject({ outcome: 'full', linkId: link });
  });

  it('is refused for a link that does not exist, and twice for one minute', async () => {
    const [link = 0] = await world.links(HOUR_S);
    const { id, version } = await create(link, 60);
    expect(await refused(create(link, 60))).toBe('conflict transport.timetable_exists');
    expect(await refused(create(987_654, 60))).toBe('refused transport.unknown_link');
    expect(await refused(world.timetables(987_654, [1], 5))).toBe('refused transport.unknown_link');
    await world.get(ChangeTimetable).execute(world.ctx, id, version, { seats: 6 });
    const stale = world.get(ChangeTimetable).execute(world.ctx, id, version, { seats: 7 });
    expect(await refused(stale)).toBe('stale request.stale');
  });

  it('keeps its link from being deleted', async () => {
    const [link = 0] = await world.links(HOUR_S);
    const { id, version } = await create(link, 60);
    const remove = (): Promise<void> => world.removeLink(link);
    expect(await refused(remove())).toBe('conflict transport.link_in_use');
    const booked = order([link]);
    await world.assign(booked);
    await world.get(RemoveTimetable).execute(world.ctx, id, version);
    expect(await refused(remove())).toBe('conflict transport.link_in_use');
    world.clock.set(hours(2));
    await expect(remove()).resolves.toBeUndefined();
  });

  it('shows timetables and trips by filter, page after page', async () => {
    const [link = 0] = await world.links(HOUR_S);
    await world.timetables(link, [1, 2, 3], 5);
    const timetables = await world.get(ListTimetables).execute(world.ctx, { linkId: link, active: true, limit: 2 });
    expect(timetables).toHaveLength(3);
    const rest = await world
      .get(ListTimetables)
      .execute(world.ctx, { linkId: link, after: timetables[1]?.id, limit: 2 });
    expect(rest).toEqual(timetables.slice(2));

    const filter = { linkId: link, from: hours(2), to: hours(26) };
    const trips = await world.get(ListTrips).execute(world.ctx, { ...filter, limit: 5 });
    expect(trips.map((trip) => trip.departsAt)).toEqual([hours(2), hours(3), hours(25)]);
    const page = await world.get(ListTrips).execute(world.ctx, { ...filter, after: trips[0], limit: 1 });
    expect(page).toEqual(trips.slice(1, 3));
    const ofAll = await world.get(ListTrips).execute(world.ctx, { from: hours(2), to: hours(2.01), limit: 50 });
    expect(ofAll).toContainEqual(trips[0]);
    expect(await world.get(GetTrip).execute(world.ctx, trips[0]?.id ?? 0)).toEqual(trips[0]);
    expect(await refused(world.get(GetTrip).execute(world.ctx, 999_999_999))).toBe(
      'not_found transport.trip_not_found',
    );
  });
});
