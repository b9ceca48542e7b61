import { anOrder, eventually } from '#lib/testing';
import type { Client } from 'pg';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from '../support/api';
import { liveSession } from '../support/live-session';
import { spawnApp } from '../support/spawn-app';
import { launchBrowser, Visit } from './support/console-browser';
import { type Installation, startInstallation } from './support/installation';

let installation: Installation;
let browser: Browser;
let sql: Client;

beforeAll(async () => {
  [installation, browser] = await Promise.all([startInstallation(), launchBrowser()]);
  sql = await liveSession(installation.servers.databaseUrl);
});
afterAll(async () => {
  await sql.end();
  await browser.close();
  await installation.stop();
});

async function place(merchant: Api, reference: string): Promise<string> {
  const placed = await eventually(
    () => merchant.create('/v1/orders', anOrder().withReference(reference).build()),
    ({ status }) => status === 201,
    30_000,
  );
  return (placed.body as { id: string }).id;
}

/** `<order id>-<sequence>` of all events of an order that has come to rest, as PostgreSQL holds them. */
async function written(orderId: string): Promise<string[]> {
  await eventually(
    () => sql.query<{ status: string }>('select status from orders where id = $1', [orderId]),
    ({ rows }) => rows[0]?.status === 'dispatched',
    30_000,
  );
  const { rows } = await sql.query<{ id: string }>(
    `select order_id || '-' || sequence as id from order_events where order_id = $1 order by sequence`,
    [orderId],
  );
  return rows.map(({ id }) => id);
}

describe('the live view', () => {
  it('goes on without a gap after the application was restarted', { timeout: 120_000 }, async () => {
    const visit = await Visit.open(browser, installation.baseUrl);
    await visit.logIn(installation.admin);
    await visit.see('/');
    await visit.page.getByText('Live', { exact: true }).waitFor();
    const seen = async (): Promise<readonly string[]> => {
      const told: unknown = await visit.page.evaluate(
        `[...document.querySelectorAll('[data-event]')].map((row) => row.dataset.event)`,
      );
      return told as string[];
    };
    const before = await written(await place(installation.merchant, 'LIVE-1'));
    await eventually(seen, (ids) => before.every((id) => ids.includes(id)));

    const second = await spawnApp(installation.servers);
    await installation.stopApp();
    await visit.page.getByText('Reconnecting', { exact: true }).waitFor();
    const meanwhile = await written(await place(installation.merchant.at(second.baseUrl), 'LIVE-2'));
    await installation.startApp();
    const after = await written(await place(installation.merchant, 'LIVE-3'));
    const all = [...before, ...meanwhile, ...after];
    const ids = await eventually(seen, (told) => all.every((id) => told.includes(id)), 40_000);
    expect(ids.length).toBe(new Set(ids).size);
    expect([...ids].reverse()).toEqual(all);
    expect(visit.complaints.filter((complaint) => !/ERR_|net::/.test(complaint))).toEqual([]);
    await visit.close();
    await second.stop();
  });
});
