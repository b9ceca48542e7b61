import { anOrder, eventually } from '#lib/testing';
import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { aScan } from '../security/support/stage';
import { World } from '../support/world';
import { consoleTest } from './support/console-test';

const on = consoleTest({ logsIn: true });

async function read<Body>(path: string): Promise<Body> {
  return (await on.installation.api.get(path).expect(200)).body as Body;
}

/** As many orders of one merchant, of which the first `collected` are in a van already. */
async function placed(count: number, collected: number): Promise<readonly string[]> {
  const { api } = on.installation;
  const { api: merchant } = await World.addMerchant(api, 100_000_000);
  const references = Array.from({ length: count }, (_, index) => `BULK-${String(index).padStart(3, '0')}`);
  const orders = references.map((reference) => ({
    idempotency_key: reference,
    ...anOrder().withReference(reference).build(),
  }));
  const answer = await eventually(
    () => merchant.post('/v1/orders/batch', orders),
    ({ status }) => status === 200,
    30_000,
  );
  const { data } = answer.body as { data: { order: { id: string } }[] };
  const scans: object[] = [];
  for (const { order } of data.slice(0, collected)) scans.push(await collectionOf(order.id));
  const scanner = await World.addClient(api, { role: 'scanner' });
  await scanner.post('/v1/scans', scans).expect(200);
  return references;
}

/** The scan of an order that is dispatched, at its warehouse. */
async function collectionOf(orderId: string): Promise<object> {
  interface Dispatched {
    readonly status: string;
    readonly waybill: { readonly number: string };
    readonly route: { readonly from_facility_id: string };
  }
  const path = `/v1/orders/${orderId}?expand=waybill,route`;
  const { waybill, route } = await eventually(
    () => read<Dispatched>(path),
    ({ status }) => status === 'dispatched',
    30_000,
  );
  return aScan('picked_up', waybill.number, route.from_facility_id);
}

describe('acting on many orders', () => {
  it('cancels all that match, and shows exactly those that could not be cancelled, with the reason', async () => {
    const references = await placed(200, 7);
    const { page } = on.visit;
    await on.visit.see(`/orders?filter=${encodeURIComponent(JSON.stringify({ reference_prefix: 'BULK-' }))}`);
    await page.getByRole('row', { name: 'BULK-010' }).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Cancel orders' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: /All orders that match/ }).check();
    await dialog.getByLabel('Reason').fill('The hub is closed');
    await dialog.getByRole('button', { name: 'Go ahead with all that match' }).click();
    const status = dialog.getByRole('status').filter({ hasText: / done, / });
    expect(await status.textContent({ timeout: 40_000 })).toBe('193 done, 7 refused');
    const refused = dialog.getByRole('list', { name: 'Refused' }).getByRole('listitem');
    await refused.nth(6).waitFor();
    const told = await refused.allTextContents();
    expect(told).toHaveLength(7);
    expect(told.map((text) => text.slice(0, 8)).sort()).toEqual(references.slice(0, 7));
    expect(told.every((text) => text.includes('An order that is picked_up cannot be cancelled'))).toBe(true);
    expect(on.visit.complaints).toEqual([]);
  });

  it('does nothing when it is called off while it still looks for them', async () => {
    await placed(3, 1);
    const { page } = on.visit;
    await on.visit.see(`/orders?filter=${encodeURIComponent(JSON.stringify({ reference_prefix: 'BULK-' }))}`);
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await page.getByRole('row', { name: /BULK-/ }).first().getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Cancel orders' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: /All orders that match/ }).check();
    await dialog.getByLabel('Reason').fill('A slip');
    const held = new Promise<Route>((resolve) => void page.route('**/v1/orders?*limit=200*', resolve));
    await dialog.getByRole('button', { name: 'Go ahead with all that match' }).click();
    const request = await held;
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'detached' });
    await request.continue().catch(() => undefined); // it was called off
    await on.visit.see('/orders');
    expect(sent.filter((one) => one.startsWith('POST /v1/orders'))).toEqual([]);
  });
});

describe('the dispatch desk', () => {
  it('shows a zone, and gives an order to another courier after a look at what that does', async () => {
    const { page } = on.visit;
    const { dispatchedId } = on.installation.stage;
    const held = await read<{ courier_id: string; zone_id: string }>(`/v1/assignments/${dispatchedId}`);
    const desk = await read<{ couriers: { id: string; name: string }[] }>(`/v1/zones/${held.zone_id}/dispatch`);
    const from = desk.couriers.find(({ id }) => id === held.courier_id)?.name ?? '';
    await on.visit.see(`/dispatch?zone=${held.zone_id}`);
    await page.getByRole('row', { name: from }).first().getByRole('button', { name: 'Show orders' }).click();
    const row = page.getByRole('row', { name: dispatchedId.slice(-12) });
    await row.waitFor();
    expect(await on.visit.barriers()).toEqual([]);
    await row.getByRole('button', { name: 'Reassign' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('To courier').click();
    await page.getByRole('option').first().click();
    await dialog.getByRole('row').nth(2).waitFor();
    await dialog.getByLabel('Reason').fill('The van has broken down');
    await dialog.getByRole('button', { name: 'Reassign' }).click();
    await page.getByText('Reassigned.').waitFor();
    const now = await read<{ courier_id: string }>(`/v1/assignments/${dispatchedId}`);
    expect(now.courier_id).not.toBe(held.courier_id);
    expect(on.visit.complaints).toEqual([]);
  });

  it('moves all orders of a courier, with a result for each', async () => {
    const { page } = on.visit;
    const held = await read<{ courier_id: string; zone_id: string }>(
      `/v1/assignments/${on.installation.stage.dispatchedId}`,
    );
    const desk = await read<{ couriers: { id: string; name: string }[] }>(`/v1/zones/${held.zone_id}/dispatch`);
    const from = desk.couriers.find(({ id }) => id === held.courier_id)?.name ?? '';
    await on.visit.see(`/dispatch?zone=${held.zone_id}`);
    await page.getByRole('row', { name: from }).first().getByRole('button', { name: 'Show orders' }).click();
    await page.getByRole('button', { name: 'Move all' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('To courier').click();
    await page.getByRole('option').first().click();
    await dialog.getByLabel('Reason').fill('Ill');
    await dialog.getByRole('button', { name: 'Move all' }).click();
    // Dispatch goes on meanwhile: what counts is that each has a result, and that those which moved are there.
    const told = (await page.getByText(/^\d+ moved, \d+ refused$/).textContent()) ?? '';
    const [done = 0, refused = 0] = (told.match(/\d+/g) ?? []).map(Number);
    expect(done).toBeGreaterThan(0);
    expect(await page.getByRole('dialog').getByRole('listitem').count()).toBe(done + refused);
    expect(on.visit.complaints).toEqual([]);
  });
});

describe('the queues', () => {
  it('let a stage stand still with a reason, and go on', async () => {
    const { page } = on.visit;
    await on.visit.see('/queues');
    expect(await on.visit.barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Pause stage dispatch' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('The hub is closed');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByText(/paused .*: The hub is closed/).waitFor();
    await page.getByRole('button', { name: 'Resume stage dispatch' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('It is open');
    await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Pause stage dispatch' }).waitFor();
    expect(on.visit.complaints).toEqual([]);
  });

  it('show what orders rest for, and why', async () => {
    const { page } = on.visit;
    await on.visit.see('/queues');
    await page.getByLabel('Rests for').click();
    await page.getByRole('option', { name: 'Funds' }).click();
    await page.getByRole('row', { name: on.installation.stage.waitingId.slice(-12) }).waitFor();
    expect(await page.getByRole('button', { name: /^(Retry|Discard) / }).count()).toBe(0);
    expect(on.visit.complaints).toEqual([]);
  });
});
