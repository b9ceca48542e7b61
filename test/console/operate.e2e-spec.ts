import { eventually } from '#lib/testing';
import { describe, expect, it } from 'vitest';
import { DESK, Visit } from './support/console-browser';
import { consoleTest } from './support/console-test';

const on = consoleTest({ logsIn: false });

async function asAdmin(): Promise<Visit> {
  await on.visit.logIn(on.installation.admin);
  return on.visit;
}

describe('logging in', () => {
  it('tells no more than that the name or the password is wrong', async () => {
    await on.visit.go('/orders');
    await on.visit.page.getByLabel('User name').fill('admin');
    await on.visit.page.getByLabel('Password').fill('not the password');
    await on.visit.page.getByRole('button', { name: 'Log in' }).click();
    await on.visit.page.getByText('The user name or the password is wrong.').waitFor();
    expect(on.visit.complaints).toEqual([]);
  });

  it('survives a reload of any page, with no token kept where a script could read it', async () => {
    const { page } = await asAdmin();
    await on.visit.see(`/orders/${on.installation.stage.dispatchedId}/show`);
    await page.getByRole('heading', { name: 'SO-10001', level: 1 }).waitFor();
    const kept: unknown = await page.evaluate(
      'JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie',
    );
    expect(String(kept)).not.toMatch(/eyJ|linehaul_session/);
  });

  it('ends with logging out', async () => {
    const { page } = await asAdmin();
    await page.getByRole('button', { name: 'Profile' }).click();
    await page.getByRole('menuitem', { name: 'Logout' }).click();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    await on.visit.go('/orders');
    await page.getByRole('button', { name: 'Log in' }).waitFor();
  });

  it('speaks Chinese to those who do', async () => {
    const other = await Visit.open(on.browser, on.installation.baseUrl, { ...DESK, locale: 'zh-CN' });
    await other.go('/login');
    await other.page.getByRole('button', { name: '登录' }).waitFor();
    expect(other.complaints).toEqual([]);
    await other.close();
  });
});

describe('orders', () => {
  it('are found among those that need somebody, and say why they rest and what helps', async () => {
    const { page } = await asAdmin();
    await on.visit.see('/orders');
    await page.getByRole('button', { name: 'Needs somebody' }).click();
    await page.getByRole('cell', { name: 'SO-10024' }).waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: on.installation.stage.waitingReference }).click();
    await page.getByText('The merchant’s account does not cover it.').waitFor();
    await page.getByRole('link', { name: 'Open the merchant’s account' }).click();
    await page.getByRole('heading', { name: 'Brook & Sons', level: 1 }).waitFor();
    expect(on.visit.complaints).toEqual([]);
  });

  it('are cancelled together, with one result for each', async () => {
    const { page } = await asAdmin();
    await on.visit.see('/orders');
    for (const reference of ['SO-10023', 'SO-10022']) {
      await page.getByRole('row', { name: reference }).getByRole('checkbox').check();
    }
    await page.getByRole('button', { name: 'Cancel orders' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('Not wanted');
    await page.getByRole('button', { name: 'Go ahead with 2 orders' }).click();
    const told = page.getByRole('dialog').getByRole('status');
    await told.waitFor();
    expect(await told.textContent()).toBe('2 done, 0 refused');
    await page.getByRole('button', { name: 'Close' }).click();
    for (const reference of ['SO-10023', 'SO-10021']) {
      await page.getByRole('row', { name: reference }).getByRole('checkbox').check();
    }
    await page.getByRole('button', { name: 'Retry orders' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('Once more');
    await page.getByRole('button', { name: 'Go ahead with 2 orders' }).click();
    await told.waitFor();
    expect(await told.textContent()).toBe('0 done, 2 refused');
    await page
      .getByRole('dialog')
      .getByText(/trace [0-9a-f]{8}/)
      .nth(1)
      .waitFor();
    expect(on.visit.complaints).toEqual([]);
  });

  it('show their way, their waybill with its label, their courier and why it is that one', async () => {
    // The first label of a process takes the longest, on a machine that is busy longer than it may.
    const label = `/v1/orders/${on.installation.stage.dispatchedId}/label.pdf`;
    await eventually(
      () => on.installation.api.get(label),
      ({ status }) => status === 200,
      30_000,
    );
    const { page } = await asAdmin();
    await on.visit.see(`/orders/${on.installation.stage.dispatchedId}/show`);
    await page.getByText(/Nearest of \d+ considered/).waitFor();
    await page.locator('.leaflet-container canvas').waitFor();
    await page.getByRole('button', { name: 'Show label' }).click();
    await page.locator('iframe, .MuiSnackbar-root').first().waitFor();
    expect(await page.locator('.MuiSnackbar-root').allTextContents()).toEqual([]);
    expect(await page.locator('iframe').getAttribute('src')).toMatch(/^blob:/);
    expect(on.visit.complaints).toEqual([]);
  });
});

describe('changes', () => {
  it('never overwrite what somebody else has changed meanwhile', async () => {
    const { page } = await asAdmin();
    const { api, stage } = on.installation;
    await on.visit.see(`/merchants/${stage.merchantId}`);
    const read = await api.get(`/v1/merchants/${stage.merchantId}`).expect(200);
    const { version } = read.body as { version: number };
    await api.change('patch', `/v1/merchants/${stage.merchantId}`, version, { require_issued_keys: true }).expect(200);
    await page.getByLabel('Name').fill('Brook & Daughters');
    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog', { name: 'Somebody else changed this meanwhile' });
    await dialog.getByRole('row', { name: /require_issued_keys false true/ }).waitFor();
    await dialog.getByRole('button', { name: 'Load it as it is now' }).click();
    const after = await api.get(`/v1/merchants/${stage.merchantId}`).expect(200);
    expect(after.body).toMatchObject({ name: 'Brook & Sons', require_issued_keys: true });
    expect(on.visit.complaints).toEqual([]);
  });

  it('that the server refuses show the fault on its field', async () => {
    const { page } = await asAdmin();
    await on.visit.see(`/merchants/${on.installation.stage.merchantId}`);
    await page.getByLabel('Burst').fill('-5');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('#burst-helper-text, .MuiFormHelperText-root.Mui-error').first().waitFor();
    expect(on.visit.complaints.filter((complaint) => !complaint.includes('400'))).toEqual([]);
  });

  it('of settings are compared first, and can be rolled back', async () => {
    const { page } = await asAdmin();
    await on.visit.see('/settings');
    await page.getByLabel('shed above ms').fill('450');
    await page.getByRole('button', { name: 'Review 1 change' }).click();
    await page.getByRole('row', { name: 'http.shed_above_ms 400 450' }).waitFor();
    await page.getByLabel('Reason').fill('trying it');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText(/^Version 2, by/).waitFor();
    await page.getByRole('button', { name: 'Roll back' }).click();
    await page.getByLabel('Reason').fill('tried it');
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await page.getByText(/^Version 3, by/).waitFor();
    expect(await page.getByLabel('shed above ms').inputValue()).toBe('400');
    expect(on.visit.complaints).toEqual([]);
  });
});

describe('incidents', () => {
  it('are taken on by the one who looks', async () => {
    const { page } = await asAdmin();
    await on.visit.see(`/incidents/${on.installation.stage.incidentId}/show`);
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByLabel('Note').fill('On it');
    await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('On it').waitFor();
    expect(on.visit.complaints).toEqual([]);
  });

  it('show what was done against them, and let one do more, or look first', async () => {
    const { page } = await asAdmin();
    await on.visit.see(`/incidents/${on.installation.stage.incidentId}/show`);
    const done = page.getByRole('region', { name: 'What was done' }).first();
    await page.getByText('Nothing was done while it was open.').waitFor();
    await page.getByRole('button', { name: 'Do something' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Action').click();
    await page.getByRole('option', { name: 'Retry dead letters' }).click();
    await dialog.getByLabel('Stage').click();
    await page.getByRole('option', { name: 'dispatch' }).click();
    await dialog.getByLabel('Orders at the most').fill('7');
    await dialog.getByLabel('Only look').check();
    await dialog.getByLabel('Reason').fill('What is there?');
    await dialog.getByRole('button', { name: 'Run' }).click();
    await done.getByText('Retry dead letters (dispatch, 7)').waitFor();
    await done.getByText('Only looked').waitFor();
    await done.getByText('What is there?').waitFor();
    expect(on.visit.complaints).toEqual([]);
  });
});

describe('who may only look', () => {
  it('is offered nothing that changes anything', async () => {
    await on.visit.logIn(on.installation.viewer);
    const { page } = on.visit;
    for (const path of [
      `/orders/${on.installation.stage.waitingId}/show`,
      `/merchants/${on.installation.stage.merchantId}/show`,
      '/couriers',
    ]) {
      await on.visit.see(path);
      expect(
        await page
          .getByRole('main')
          .getByText(/^(Cancel order|Edit|Create|Credit money)$/)
          .count(),
        path,
      ).toBe(0);
    }
    expect(on.visit.complaints).toEqual([]);
  });
});

describe('the page itself', () => {
  it('runs nothing that is not of the build, is never framed, and its parts are kept for ever', async () => {
    const page = await fetch(`${on.installation.baseUrl}/console/orders/anything`);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const html = await page.text();
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none';
    expect(html).toContain(`nonce="${nonce}"`);
    const script = /src="(\/console\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
    const part = await fetch(`${on.installation.baseUrl}${script}`);
    expect(part.headers.get('cache-control')).toContain('immutable');
    expect(part.headers.get('content-encoding')).toBe('gzip');
    await part.arrayBuffer();
  });

  it('has a fresh nonce with every answer', async () => {
    const read = async (): Promise<string> =>
      (await fetch(`${on.installation.baseUrl}/console`)).headers.get('content-security-policy') ?? '';
    expect(await read()).not.toBe(await read());
  });

  it.each(['missing.js', '..%2findex.html', '%2e%2e%2f%2e%2e%2fpackage.json', 'index.html'])(
    'has no file %s',
    async (name) => {
      const answer = await fetch(`${on.installation.baseUrl}/console/assets/${name}`);
      expect(answer.status).toBe(404);
      await answer.arrayBuffer();
    },
  );

  it('shows that the server is away, and goes on when it is back', async () => {
    const { page } = await asAdmin();
    await on.visit.see('/settings');
    await page.route('**/v1/incidents/*', (route) => route.abort());
    await page.goto(`${on.installation.baseUrl}/console/incidents/${on.installation.stage.incidentId}/show`);
    await page.getByText('The server does not answer').waitFor();
    await page.unroute('**/v1/incidents/*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { level: 1, name: /disk of db-1/ }).waitFor();
    const refused = await eventually(
      () => on.visit.complaints,
      (complaints) => complaints.length > 0,
    );
    expect(refused.every((complaint) => complaint.includes('ERR_FAILED'))).toBe(true);
  });
});
