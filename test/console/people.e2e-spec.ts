import { afterEach, describe, expect, it } from 'vitest';
import { DESK, Visit } from './support/console-browser';
import { consoleTest } from './support/console-test';

const on = consoleTest({ logsIn: true });
afterEach(() => {
  expect(on.visit.complaints).toEqual([]);
});

/** Reads the secret that is shown once, and says that it is kept. */
async function keepSecret(): Promise<string> {
  const dialog = on.visit.page.getByRole('dialog', { name: 'Shown this once' });
  const secret = await dialog.getByRole('textbox').inputValue();
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await dialog.waitFor({ state: 'detached' });
  return secret;
}

async function choose(label: string, option: string): Promise<void> {
  await on.visit.page.getByLabel(label).click();
  await on.visit.page.getByRole('option', { name: option, exact: true }).click();
}

describe('users', () => {
  it('are created with a password that is shown once, choose their own, and lose it by a reset', async () => {
    const { page } = on.visit;
    await on.visit.see('/users/create');
    await page.getByLabel('User name').fill('wang');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Wang Fang');
    await choose('Role', 'operator');
    await page.getByRole('button', { name: 'Save' }).click();
    const password = await keepSecret();
    await page.getByRole('heading', { name: 'wang', level: 1 }).waitFor();
    expect(await page.content()).not.toContain(password);

    const theirs = await Visit.open(on.browser, on.installation.baseUrl);
    await theirs.logIn({ username: 'wang', password });
    await theirs.page.getByRole('button', { name: 'Profile' }).click();
    await theirs.page.getByRole('menuitem', { name: 'Another password' }).click();
    await theirs.page.getByLabel('The password until now').fill(password);
    await theirs.page.getByLabel('The new password', { exact: false }).first().fill('four words that nobody guesses');
    await theirs.page.getByLabel('The new password once more').fill('four words that nobody guesses');
    await theirs.page.getByRole('button', { name: 'Change password' }).click();
    await theirs.page.getByText('The new password holds from now on').waitFor();
    expect(theirs.complaints).toEqual([]);

    await page.reload();
    await page.getByRole('button', { name: 'Reset the password' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset the password' }).click();
    expect(await keepSecret()).not.toBe(password);
    await theirs.go('/orders');
    await theirs.page.getByRole('button', { name: 'Log in' }).waitFor();
    await theirs.close();
  });

  it('that somebody else has changed meanwhile show the difference before a command as well', async () => {
    const { page } = on.visit;
    const made = { username: 'li', display_name: 'Li', role: 'viewer', locale: 'en' };
    const answer = await on.installation.api.create('/v1/users', made).expect(201);
    const { id } = answer.body as { id: string };
    await on.visit.see(`/users/${id}/show`);
    await on.installation.api.change('patch', `/v1/users/${id}`, 1, { role: 'operator' }).expect(200);
    await page.getByRole('button', { name: 'Reset the password' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset the password' }).click();
    const dialog = page.getByRole('dialog', { name: 'Somebody else changed this meanwhile' });
    await dialog.getByRole('row', { name: 'role viewer operator' }).waitFor();
    await dialog.getByRole('button', { name: 'Load it as it is now' }).click();
    await page.getByText('operator', { exact: true }).waitFor();
  });

  it('read the console in the language that they chose, on every machine', async () => {
    const made = { username: 'zhao', display_name: 'Zhao', role: 'viewer', locale: 'en' };
    const answer = await on.installation.api.create('/v1/users', made).expect(201);
    const { password } = answer.body as { password: string };
    const one = await Visit.open(on.browser, on.installation.baseUrl);
    await one.logIn({ username: 'zhao', password });
    await one.page.getByRole('button', { name: 'Language' }).click();
    const kept = one.page.waitForResponse((told) => told.url().endsWith('/v1/users/me') && told.ok());
    await one.page.getByRole('menuitem', { name: '中文' }).click();
    await kept;
    await one.page.getByRole('menuitem', { name: '订单' }).waitFor();
    const other = await Visit.open(on.browser, on.installation.baseUrl, DESK);
    await other.logIn({ username: 'zhao', password });
    await other.page.getByRole('menuitem', { name: '订单' }).waitFor();
    expect(await other.page.getByRole('menuitem', { name: /用户|审计/ }).count()).toBe(0);
    await Promise.all([one.close(), other.close()]);
  });
});

describe('the audit', () => {
  it('tells who changed what, as a difference, also on the page of what was changed', async () => {
    const { page } = on.visit;
    const { stage, api } = on.installation;
    const read = await api.get(`/v1/merchants/${stage.merchantId}`).expect(200);
    const { version } = read.body as { version: number };
    await api.change('patch', `/v1/merchants/${stage.merchantId}`, version, { rate_per_s: 77, burst: 99 }).expect(200);
    await on.visit.see('/audit');
    await choose('Kind of resource', 'merchant');
    await page.getByRole('row', { name: /rate_per_s/ }).click();
    await page.getByRole('row', { name: 'rate_per_s – 77' }).waitFor();
    await on.visit.see(`/merchants/${stage.merchantId}/show`);
    await page.getByRole('button', { name: 'Show history' }).click();
    await page.getByRole('row', { name: 'rate_per_s – 77' }).waitFor();
  });
});

describe('saved views', () => {
  it('keep a filter under a name, and are chosen, renamed and removed', async () => {
    const { page } = on.visit;
    await on.visit.see('/orders');
    await page.getByRole('button', { name: 'Needs somebody' }).click();
    await page.getByRole('button', { name: 'Save these filters' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Mine to mend');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Mine to mend' }).waitFor();
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.getByRole('cell', { name: 'SO-10024' }).waitFor();
    await page.getByRole('button', { name: 'Mine to mend' }).click();
    await page.getByRole('cell', { name: 'SO-10024' }).waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: on.installation.stage.waitingReference }).waitFor();
    await page.getByRole('button', { name: 'Rename or remove' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Waiting');
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('button', { name: 'Remove Waiting' }).click();
    await page.getByRole('button', { name: 'Remove Waiting' }).waitFor({ state: 'detached' });
    const left = await on.installation.api.get('/v1/orders?problem=failed').expect(200);
    expect((left.body as { data: unknown[] }).data).not.toEqual([]);
  });
});

describe('API clients', () => {
  it('get a secret that is shown once, another, and an end', async () => {
    const { page } = on.visit;
    await on.visit.see('/clients/create');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Reporting');
    await choose('Role', 'viewer');
    await page.getByRole('button', { name: 'Save' }).click();
    const first = await keepSecret();
    await page.getByRole('button', { name: 'Make a new secret' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make a new secret' }).click();
    expect(await keepSecret()).not.toBe(first);
    await page.getByRole('button', { name: 'Revoke for good' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke for good' }).click();
    await page.getByText('It was revoked').waitFor();
  });
});

describe('couriers and warehouses', () => {
  it('have a weekly pattern that can be changed', async () => {
    const { page } = on.visit;
    const listed = await on.installation.api.get('/v1/couriers?limit=1').expect(200);
    const [courier] = (listed.body as { data: { id: string }[] }).data;
    await on.visit.see(`/couriers/${courier?.id ?? ''}/show`);
    await page.getByRole('button', { name: 'Change the pattern' }).click();
    const before = await page.getByRole('group', { name: /^Hours \d/ }).count();
    await page.getByRole('button', { name: 'Add hours' }).click();
    const added = page.getByRole('group', { name: `Hours ${before + 1}` });
    await added.getByRole('button', { name: 'Fri' }).click();
    await added.getByLabel(/^From/).fill('22:30');
    await added.getByLabel(/^To/).fill('23:30');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row', { name: 'Mon, Tue, Wed, Thu 22:30 23:30' }).waitFor();
  });

  it('receive goods with a reason', async () => {
    const { page } = on.visit;
    const listed = await on.installation.api.get('/v1/stock?sku=SKU-0001&limit=1').expect(200);
    const [row] = (listed.body as { data: { warehouse_id: string; on_hand: number }[] }).data;
    await on.visit.see(`/warehouses/${row?.warehouse_id ?? ''}/show`);
    await page.getByRole('button', { name: 'Receive goods' }).click();
    await page.getByLabel('SKU', { exact: false }).first().fill('SKU-0001');
    await page.getByLabel('Quantity').fill('7');
    await page.getByLabel('Reason').fill('Delivery note 4711');
    await page.getByRole('dialog').getByRole('button', { name: 'Receive goods' }).click();
    await page.getByText('Received', { exact: true }).waitFor();
    const moved = await on.installation.api
      .get(`/v1/stock/movements?warehouse_id=${row?.warehouse_id ?? ''}&sku=SKU-0001&limit=200`)
      .expect(200);
    expect(JSON.stringify(moved.body)).toContain('Delivery note 4711');
  });
});

describe('e-mail templates', () => {
  it('are written with a preview of what recipients read', async () => {
    const { page } = on.visit;
    await on.visit.see('/email-templates/create');
    await choose('Merchant', 'Brook & Sons');
    await choose('Told when', 'out_for_delivery');
    await page.getByLabel('Subject').fill('Your parcel {{reference}} comes today');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: /^Your parcel (?!\{)/, level: 3 }).waitFor();
    const mail = page.frameLocator('iframe[title="With HTML"]');
    expect((await mail.locator('p').first().textContent())?.trim()).not.toBe('');
  });
});

describe('a session that has ended', () => {
  it('leads to the log-in, and from there back to where one was', async () => {
    const { page } = on.visit;
    const { stage } = on.installation;
    await on.visit.see(`/merchants/${stage.merchantId}/show`);
    await page.context().clearCookies();
    await page.reload();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    await page.locator('input[name=username]').fill(on.installation.admin.username);
    await page.locator('input[name=password]').fill(on.installation.admin.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Brook & Sons', level: 1 }).waitFor();
  });

  it('is noticed by a page that reads again by itself', async () => {
    const { page } = on.visit;
    await on.visit.see(`/orders/${on.installation.stage.dispatchedId}/show`);
    await page.getByRole('heading', { name: 'SO-10001', level: 1 }).waitFor();
    const over = {
      status: 401,
      title: 'Unauthorized',
      detail: 'The session is over',
      code: 'session.expired',
      trace_id: '',
    };
    const refuse = { status: 401, contentType: 'application/problem+json', body: JSON.stringify(over) };
    await page.route('**/v1/**', (route) => route.fulfill(refuse));
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    await page.unroute('**/v1/**');
    await page.locator('input[name=username]').fill(on.installation.admin.username);
    await page.locator('input[name=password]').fill(on.installation.admin.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'SO-10001', level: 1 }).waitFor();
  });
});
