import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type Screen, Visit } from './support/console-browser';
import { type Installation, startInstallation } from './support/installation';

/** Where `npm run console:screenshots` wants its pictures. */
const FOLDER = process.env.LINEHAUL_SCREENSHOTS;

const SCREENS: Readonly<Record<string, Screen>> = {
  'desk-light': { width: 1440, height: 900, colorScheme: 'light' },
  'desk-dark': { width: 1440, height: 900, colorScheme: 'dark' },
  'phone-light': { width: 390, height: 844, colorScheme: 'light' },
  'phone-dark': { width: 390, height: 844, colorScheme: 'dark' },
};

/** All of them take five minutes: tests look at the screen that most operators sit at, the pictures are of all four. */
const LOOKED_AT = FOLDER === undefined ? ['desk-light'] : Object.keys(SCREENS);

let installation: Installation;
let browser: Browser;

beforeAll(async () => {
  [installation, browser] = await Promise.all([startInstallation(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await installation.stop();
});

/** Every page, by the name of its picture. */
function pages(): Readonly<Record<string, string>> {
  const { stage } = installation;
  return {
    overview: '/',
    orders: '/orders',
    'order-dispatched': `/orders/${stage.dispatchedId}/show`,
    'order-waiting': `/orders/${stage.waitingId}/show`,
    dispatch: '/dispatch',
    queues: '/queues',
    incidents: '/incidents',
    incident: `/incidents/${stage.incidentId}/show`,
    alerts: '/alerts',
    settings: '/settings',
    webhooks: '/webhook-endpoints',
    webhook: `/webhook-endpoints/${stage.endpointId}/show`,
    network: '/network',
    facilities: '/facilities',
    links: '/links',
    zones: '/zones',
    timetables: '/timetables',
    trips: '/trips',
    couriers: '/couriers',
    'courier-new': '/couriers/create',
    warehouses: '/warehouses',
    skus: '/skus',
    merchants: '/merchants',
    merchant: `/merchants/${stage.merchantId}/show`,
    'merchant-edit': `/merchants/${stage.merchantId}`,
    channels: '/channels',
    clients: '/clients',
    users: '/users',
    'user-new': '/users/create',
    audit: '/audit',
    'email-templates': '/email-templates',
    courier: `/couriers/${stage.courierId}/show`,
    warehouse: `/warehouses/${stage.warehouseId}/show`,
    'email-template': `/email-templates/${stage.templateId}/show`,
  };
}

async function picture(visit: Visit, name: string): Promise<void> {
  if (FOLDER === undefined) return;
  mkdirSync(FOLDER, { recursive: true });
  await visit.page.screenshot({ path: join(FOLDER, `${name}.png`) });
}

describe.each(LOOKED_AT)('on %s', (screen) => {
  it('shows every page without a complaint of the browser and without a barrier', { timeout: 300_000 }, async () => {
    const visit = await Visit.open(browser, installation.baseUrl, SCREENS[screen]);
    await visit.go('/login');
    await visit.page.locator('form').waitFor();
    await picture(visit, `${screen}-login`);
    await visit.logIn(installation.admin);
    const barriers: string[] = [];
    for (const [name, path] of Object.entries(pages())) {
      await visit.see(path);
      await picture(visit, `${screen}-${name}`);
      barriers.push(...(await visit.barriers()).map((barrier) => `${name}: ${barrier}`));
      expect(visit.complaints, name).toEqual([]);
    }
    await visit.close();
    expect(barriers).toEqual([]);
  });
});
