import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from '../support/api';
import { startApp, type StartedApp } from '../support/start-app';

const NOWHERE = randomUUID();

describe('the network over HTTP', () => {
  let app: StartedApp;
  let admin: Api;
  let hub: { id: string; code: string };
  let station: { id: string };
  let link: { id: number };
  let zone: { id: string };

  const facility = (code: string, kind: string, lat: number, lng: number): object => {
    return { code, kind, name: `  ${code} `, lat, lng, country: 'CN' };
  };

  beforeAll(async () => {
    app = await startApp();
    admin = await app.admin();
    hub = (await admin.create('/v1/facilities', facility('HUB', 'hub', 31.2, 121.4)).expect(201)).body;
    station = (await admin.create('/v1/facilities', facility('ST', 'station', 39.9, 116.4)).expect(201)).body;
    const ends = { from_facility_id: hub.id, to_facility_id: station.id };
    link = (await admin.create('/v1/links', { ...ends, distance_m: 1_200_000, duration_s: 60_000 }).expect(201)).body;
    const circle = { station_id: station.id, country: 'CN', lat: 39.9, lng: 116.4, radius_m: 40_000 };
    zone = (await admin.create('/v1/zones', { code: 'Z', name: 'Zone', ...circle }).expect(201)).body;
  });
  afterAll(() => app.stop());

  const remove = (path: string, version: number): request.Test =>
    request(app.baseUrl)
      .delete(path)
      .set('authorization', `Bearer ${admin.token ?? ''}`)
      .set('if-match', `"${version}"`);

  it('answers what was created, with its entity tag and place', async () => {
    const created = await admin.create('/v1/facilities', facility('HUB-2', 'hub', 30, 120)).expect(201);
    expect(created.headers.location).toBe(`/v1/facilities/${created.body.id}`);
    expect(created.headers.etag).toBe('"1"');
    expect(created.body).toMatchObject({ code: 'HUB-2', name: 'HUB-2', active: true, version: 1 });
    const read = await admin.get(created.headers.location ?? '').expect(200);
    expect(read.body).toEqual(created.body);
  });

  it('creates once per key', async () => {
    const key = randomUUID();
    const first = await admin.create('/v1/facilities', facility('HUB-3', 'hub', 30, 120), key).expect(201);
    const again = await admin.create('/v1/facilities', facility('HUB-3', 'hub', 30, 120), key).expect(201);
    expect(again.body).toEqual(first.body);
    await admin.create('/v1/facilities', facility('HUB-3', 'hub', 30, 120)).expect(409);
  });

  it('changes what was seen, and refuses what was not', async () => {
    const path = `/v1/links/${link.id}`;
    const before = (await admin.get(path).expect(200)).body.version as number;
    const changed = await admin.change('patch', path, before, { duration_s: 50_000 }).expect(200);
    expect(changed.body).toMatchObject({
      duration_s: 50_000,
      distance_m: 1_200_000,
      closed: false,
      version: before + 1,
    });
    await admin.change('patch', path, before, { closed: true }).expect(412);
    await admin.change('patch', path, before + 1, {}).expect(400);
    await admin.change('patch', path, before + 1, { from_facility_id: hub.id }).expect(400);
    await admin.change('patch', '/v1/links/2147483647', 1, { closed: true }).expect(404);
    await admin.change('patch', '/v1/links/99999999999', 1, { closed: true }).expect(400);
  });

  it('deletes only what nothing refers to', async () => {
    const zoneless = (await admin.create('/v1/facilities', facility('ST-2', 'station', 30, 120)).expect(201)).body;
    await remove(`/v1/facilities/${station.id}`, 1).expect(409);
    await remove(`/v1/facilities/${zoneless.id}`, 1).expect(204);
    await admin.get(`/v1/facilities/${zoneless.id}`).expect(404);
    await remove(`/v1/zones/${NOWHERE}`, 1).expect(404);
  });

  it('refuses what names nothing, and cursors of other lists', async () => {
    const bad = await admin
      .create('/v1/zones', {
        code: 'Z-2',
        name: 'Zone',
        station_id: NOWHERE,
        country: 'CN',
        lat: 1,
        lng: 1,
        radius_m: 5,
      })
      .expect(422);
    expect(bad.body).toMatchObject({ code: 'routing.unknown_facility', errors: [{ pointer: '/station_id' }] });
    for (const path of ['/v1/facilities', '/v1/zones', '/v1/links', '/v1/timetables', '/v1/trips']) {
      await admin.get(`${path}?cursor=${Buffer.from('abc').toString('base64url')}`).expect(400);
      await admin.get(`${path}?color=blue`).expect(400);
      await admin.get(`${path}?limit=1`).expect(200);
    }
    await admin
      .create('/v1/links', { from_facility_id: hub.id, to_facility_id: hub.id, distance_m: 1, duration_s: 1 })
      .expect(400);
    const warehouse = await admin
      .create('/v1/warehouses', { code: 'WH', name: 'North', facility_id: NOWHERE })
      .expect(422);
    expect(warehouse.body).toMatchObject({ code: 'warehouse.unknown_facility', errors: [{ pointer: '/facility_id' }] });
    await admin.create('/v1/timetables', { link_id: 987_654, departs_minute: 0, seats: 5 }).expect(422);
  });

  it('pages through lists', async () => {
    const first = await admin.get('/v1/facilities?limit=1&country=CN&active=true').expect(200);
    expect(first.body.page_info.has_next_page).toBe(true);
    const next = await admin.get(`/v1/facilities?limit=1&cursor=${first.body.page_info.next_cursor}`).expect(200);
    expect(next.body.data[0].id > first.body.data[0].id).toBe(true);
  });

  it('computes routes from facilities and positions, to positions and zones', async () => {
    const route = await admin
      .post('/v1/routes', { from: { facility_id: hub.id }, to: { lat: 39.92, lng: 116.44, country: 'CN' } })
      .expect(200);
    expect(route.body).toMatchObject({ zone_id: zone.id, station_id: station.id, first_mile_m: 0 });
    expect(route.body.legs).toMatchObject([{ link_id: link.id, from_facility_id: hub.id }]);
    expect(route.body.distance_m).toBe(1_200_000 + Number(route.body.last_mile_m));
    const fromPlace = await admin
      .post('/v1/routes', { from: { lat: 31, lng: 121 }, to: { zone_id: zone.id } })
      .expect(200);
    expect(fromPlace.body.from_facility_id).toBe(hub.id);
    expect(fromPlace.body.first_mile_m).toBeGreaterThan(0);

    const refused = async (from: object, to: object): Promise<string> =>
      (await admin.post('/v1/routes', { from, to }).expect(422)).body.code as string;
    expect(await refused({ facility_id: NOWHERE }, { zone_id: zone.id })).toBe('routing.unknown_facility');
    expect(await refused({ facility_id: hub.id }, { zone_id: NOWHERE })).toBe('routing.unserviceable');
    expect(await refused({ facility_id: hub.id }, { lat: 0, lng: 0, country: 'CN' })).toBe('routing.unserviceable');
    await admin.post('/v1/routes', { from: {}, to: { zone_id: zone.id } }).expect(400);
  });

  it('has trips as soon as a link has a timetable', async () => {
    const body = {
      link_id: link.id,
      departs_minute: 90,
      weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      seats: 7,
    };
    const timetable = await admin.create('/v1/timetables', body).expect(201);
    expect(timetable.body).toMatchObject({ ...body, active: true, version: 1 });
    const trips = await admin.get(`/v1/trips?link_id=${link.id}&limit=1`).expect(200);
    expect(trips.body.page_info.has_next_page).toBe(true);
    expect(trips.body.data[0]).toMatchObject({ link_id: link.id, timetable_id: timetable.body.id, seats: 7, used: 0 });
    const more = await admin.get(`/v1/trips?link_id=${link.id}&cursor=${trips.body.page_info.next_cursor}`).expect(200);
    expect(more.body.data[0].departs_at > trips.body.data[0].departs_at).toBe(true);
    const trip = await admin.get(`/v1/trips/${trips.body.data[0].id}`).expect(200);
    expect(trip.headers['etag']).toBe('"0-7"');
    await admin.get('/v1/trips/9007199254740991').expect(404);
    const path = `/v1/timetables/${timetable.body.id}`;
    await remove(`/v1/links/${link.id}`, 2).expect(409);
    await admin.change('patch', path, 1, { active: false, weekdays: ['sun'] }).expect(200);
    await admin
      .get(`/v1/trips?link_id=${link.id}`)
      .expect(200)
      .expect((answer) => expect(answer.body.data).toEqual([]));
    await remove(path, 2).expect(204);
    await admin.get(path).expect(404);
  });
});
