import { anOrder, eventually } from '#lib/testing';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../support/api';
import { EventReader } from '../support/event-reader';
import { liveSession } from '../support/live-session';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

let app: StartedApp;
let world: World;
let sql: Client;
beforeAll(async () => {
  app = await startApp();
  world = await World.build(await app.admin());
  sql = await liveSession(app.databaseUrl);
});
afterAll(async () => {
  await sql.end();
  await app.stop();
});

const has = (reader: EventReader, told: string): Promise<unknown> =>
  eventually(
    () => Promise.resolve(reader.told),
    (all) => all.includes(told),
  );

describe('the live events', () => {
  it('tell every event of an order in its order, to those who may hear of it and want it', async () => {
    const stranger = await World.addMerchant(world.admin, 0);
    const all = await EventReader.open(world.viewer);
    const theirs = await EventReader.open(stranger.api);
    const some = await EventReader.open(world.merchant, '?types=order.dispatched,order.paid');
    const id = await world.place();
    const { version } = await world.reaches(id, 'dispatched');
    await has(all, `${id}-${version}`);
    const sequences = Array.from({ length: version }, (_, index) => `${id}-${index + 1}`);
    expect(all.told).toEqual(sequences);
    await has(some, `${id}-${version}`);
    expect(some.events.slice(1).map(({ event }) => event)).toEqual(['order.paid', 'order.dispatched']);
    const one = await EventReader.open(world.operator, `?order_id=${await world.place()}`, all.events[0]?.id);
    await eventually(
      () => Promise.resolve(one.told),
      (told) => told.length > 0,
    );
    expect(one.told.some((told) => told.startsWith(id))).toBe(false);
    expect(theirs.told).toEqual([]);
    for (const reader of [all, theirs, some, one]) reader.close();
  });

  it('are told on from any of them, also by another process, and to the one that commits last', async () => {
    const first = await EventReader.open(world.viewer);
    const other = await startApp({ databaseUrl: app.databaseUrl, redisUrl: app.redisUrl });
    const slow = await liveSession(app.databaseUrl);
    const late = await world.place();
    await world.reaches(late, 'dispatched');
    await slow.query('begin');
    await slow.query(
      `insert into event_feed (order_ids, first_sequences, last_sequences) values (array[$1]::uuid[], '{1}', '{1}')`,
      [late],
    );
    await has(first, `${late}-1`);
    const before = first.told.length;
    const id = await world.place();
    const { version } = await world.reaches(id, 'dispatched');
    expect(first.told.slice(before).some((told) => told.startsWith(id))).toBe(false);
    await slow.query('commit');
    await slow.end();
    await has(first, `${id}-${version}`);
    first.close();
    const again = new Api(other.baseUrl, world.viewer.token);
    for (const { id: lastId } of first.events.slice(0, -1)) {
      const reader = await EventReader.open(again, '', lastId);
      await has(reader, `${id}-${version}`);
      const at = first.events.findIndex((event) => event.id === lastId);
      expect(reader.events.slice(1)).toEqual(first.events.slice(at + 1));
      reader.close();
    }
    await other.stop();
  });

  it('end for whoever loses its standing while it listens', async () => {
    const { id, api } = await World.addMerchant(world.admin, 0);
    const reader = await EventReader.open(api);
    await world.admin.change('patch', `/v1/merchants/${id}`, 1, { status: 'suspended' }).expect(200);
    expect(await reader.ended).toBe(true);
  });

  it('begin with reset when what was read last is no longer kept', async () => {
    const reader = await EventReader.open(world.viewer, '', '3.2.1');
    await eventually(
      () => Promise.resolve(reader.events),
      (events) => events.length > 0,
    );
    expect(reader.events[0]?.event).toBe('reset');
    const id = await world.place();
    await has(reader, `${id}-1`);
    reader.close();
    await expect(EventReader.open(world.viewer, '', 'yesterday')).rejects.toThrow('400');
    await expect(EventReader.open(world.scanner)).rejects.toThrow('403');
  });

  it('keep up with a flood, and end in good order with their process', async () => {
    const other = await startApp({ databaseUrl: app.databaseUrl, redisUrl: app.redisUrl });
    const reader = await EventReader.open(new Api(other.baseUrl, world.viewer.token));
    const id = await world.place(anOrder().build());
    await has(reader, `${id}-1`);
    const before = reader.told.length;
    await sql.query(
      `insert into event_feed (order_ids, first_sequences, last_sequences)
       select array_agg($1::uuid), array_agg(1), array_agg(1) from generate_series(1, 400) as n, generate_series(1, 30) as r group by r`,
      [id],
    );
    await eventually(
      () => Promise.resolve(reader.told.length),
      (told) => told >= before + 12_000,
    );
    await other.stop();
    expect(await reader.ended).toBe(true);
  });
});
