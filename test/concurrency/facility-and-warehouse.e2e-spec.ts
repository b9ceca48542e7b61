import { eventually } from '#lib/testing';
import type { Client } from 'pg';
import request from 'supertest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { liveSession } from '../support/live-session';
import type { Api } from '../support/api';
import { startApp, type StartedApp } from '../support/start-app';

const BLOCKED = `select count(*)::int as sessions from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`;
const STRAY = `select count(*)::int as stray from warehouses w
  where w.active and not exists (select from facilities f where f.id = w.facility_id)`;
const HOLD_VERSION = `insert into versions as v (topic, version) values ($1, 1)
  on conflict (topic) do update set version = v.version`;

let app: StartedApp;
let admin: Api;
beforeAll(async () => {
  app = await startApp();
  admin = await app.admin();
});
afterAll(() => app.stop());

/**
 * Both commands write the version of what they change last. Whoever holds that row stops them there: with everything
 * decided, and nothing committed.
 */
describe('a warehouse that opens at a facility that is being deleted', () => {
  let sql: Client;
  let sites = 0;
  beforeEach(async () => {
    sql = await liveSession(app.databaseUrl);
  });
  afterEach(() => sql.end());

  const create = async (path: string, body: object): Promise<string> =>
    ((await admin.create(path, body).expect(201)).body as { id: string }).id;
  const facility = (): Promise<string> => {
    const code = `SITE-${++sites}`;
    return create('/v1/facilities', { code, kind: 'warehouse', name: code, country: 'CN', lat: 30, lng: 120 });
  };
  const warehouseAt = (facilityId: string, active = true): object => {
    return { code: `WH-${sites}`, name: 'North', facility_id: facilityId, active };
  };
  const remove = (facilityId: string): request.Test =>
    request(app.baseUrl)
      .delete(`/v1/facilities/${facilityId}`)
      .set('authorization', `Bearer ${admin.token ?? ''}`)
      .set('if-match', '"1"');
  const blocked = async (): Promise<number> => (await sql.query<{ sessions: number }>(BLOCKED)).rows[0]?.sessions ?? 0;
  const stopAt = async (topic: string): Promise<void> => {
    await sql.query('begin');
    await sql.query(HOLD_VERSION, [topic]);
  };
  /** Sends `first`, which comes to a stop at `topic`, then `second`; lets go when that one waits as well or is through. */
  const race = async (topic: string, first: request.Test, second: request.Test): Promise<[number, number]> => {
    await stopAt(topic);
    const one = first.then(({ status }) => status);
    await eventually(blocked, (sessions) => sessions === 1);
    let isThrough = false;
    const two = second.then(({ status }) => {
      isThrough = true;
      return status;
    });
    await eventually(blocked, (sessions) => sessions === 2 || isThrough);
    await sql.query('rollback');
    return [await one, await two];
  };
  const stray = async (): Promise<unknown> => (await sql.query(STRAY)).rows;

  it('keeps the facility when it comes first', async () => {
    const site = await facility();
    const opening = admin.create('/v1/warehouses', warehouseAt(site));
    expect(await race('catalog', opening, remove(site))).toEqual([201, 409]);
    expect(await stray()).toEqual([{ stray: 0 }]);
  });

  it('is refused when it comes second', async () => {
    const site = await facility();
    const opening = admin.create('/v1/warehouses', warehouseAt(site));
    expect(await race('network', remove(site), opening)).toEqual([204, 422]);
    expect(await stray()).toEqual([{ stray: 0 }]);
  });

  it('stays closed when the facility goes while it opens again', async () => {
    const site = await facility();
    const id = await create('/v1/warehouses', warehouseAt(site, false));
    const opening = admin.change('patch', `/v1/warehouses/${id}`, 1, { active: true });
    expect(await race('network', remove(site), opening)).toEqual([204, 422]);
    const refused = await admin.change('patch', `/v1/warehouses/${id}`, 1, { active: true }).expect(422);
    expect(refused.body).toMatchObject({ code: 'warehouse.unknown_facility', errors: [{ pointer: '/active' }] });
    await admin.change('patch', `/v1/warehouses/${id}`, 1, { name: 'Old north' }).expect(200);
    expect(await stray()).toEqual([{ stray: 0 }]);
  });
});
