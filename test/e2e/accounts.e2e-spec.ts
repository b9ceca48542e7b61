import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from '../support/api';
import { startApp, type StartedApp } from '../support/start-app';
import { World } from '../support/world';

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly order_id: string | null;
  readonly amount_minor: number;
}

describe('accounts', () => {
  let app: StartedApp;
  let admin: Api;
  let tenant: { id: string; api: Api };
  beforeAll(async () => {
    app = await startApp({ environment: { LINEHAUL_ROLES: 'http' } });
    admin = await app.admin();
    tenant = await World.addMerchant(admin, 0);
  });
  afterAll(() => app.stop());

  const topUps = (): string => `/v1/accounts/${tenant.id}/top-ups`;

  it('credits a top-up once, however often it is sent', async () => {
    const [key, body] = [randomUUID(), { amount_minor: 500, currency: 'CNY' }];
    const first = await admin.create(topUps(), body, key).expect(201);
    expect(first.headers.location).toBe(`/v1/accounts/${tenant.id}`);
    expect(first.body).toMatchObject({ amount_minor: 500, balance_minor: 500, resumed_orders: 0 });
    const again = await admin.create(topUps(), body, key).expect(201);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    await admin.create(topUps(), { ...body, amount_minor: 501 }, key).expect(422);
    const account = await tenant.api.get(`/v1/accounts/${tenant.id}`).expect(200);
    expect(account.body).toMatchObject({ balance_minor: 500, available_minor: 500, version: 2 });
    expect(account.headers.etag).toBe('"2"');
  });

  it.each([
    ['nothing', { amount_minor: 0, currency: 'CNY' }, 400],
    ['a fraction', { amount_minor: 1.5, currency: 'CNY' }, 400],
    ['more than an amount may be', { amount_minor: 1_000_000_000_001, currency: 'CNY' }, 400],
    ['what is no currency', { amount_minor: 1, currency: 'cny' }, 400],
    ['another currency', { amount_minor: 1, currency: 'EUR' }, 422],
  ])('refuses to credit %s', async (_what, body, status) => {
    await admin.create(topUps(), body).expect(status);
  });

  it('lists movements page by page, newest first', async () => {
    const { id, api } = await World.addMerchant(admin, 0);
    for (const amount of [1, 2, 3]) {
      await admin.create(`/v1/accounts/${id}/top-ups`, { amount_minor: amount, currency: 'CNY' }).expect(201);
    }
    const path = `/v1/accounts/${id}/entries?limit=2`;
    const { body } = await api.get(path).expect(200);
    const { data, page_info } = body as { data: Entry[]; page_info: { next_cursor: string } };
    expect(data.map(({ amount_minor }) => amount_minor)).toEqual([3, 2]);
    expect(data[0]).toMatchObject({ kind: 'top_up', order_id: null });
    const last = await api.get(`${path}&cursor=${page_info.next_cursor}`).expect(200);
    expect((last.body as { data: Entry[] }).data.map(({ amount_minor }) => amount_minor)).toEqual([1]);
    expect(last.body).toMatchObject({ page_info: { has_next_page: false, next_cursor: null } });
    await api.get(`${path}&cursor=${Buffer.from('nonsense').toString('base64url')}`).expect(400);
  });

  it('shows merchants their own account alone, and lets none of them credit it', async () => {
    const other = await World.addMerchant(admin, 0);
    await other.api.get(`/v1/accounts/${tenant.id}`).expect(404);
    await other.api.get(`/v1/accounts/${tenant.id}/entries`).expect(404);
    await tenant.api.create(topUps(), { amount_minor: 1, currency: 'CNY' }).expect(403);
    await admin.get(`/v1/accounts/${randomUUID()}`).expect(404);
  });

  it('follows the credit limit of its merchant', async () => {
    const merchant = await admin.get(`/v1/merchants/${tenant.id}`).expect(200);
    const { version } = merchant.body as { version: number };
    await admin.change('patch', `/v1/merchants/${tenant.id}`, version, { credit_limit_minor: 70 }).expect(200);
    const account = await admin.get(`/v1/accounts/${tenant.id}`).expect(200);
    expect(account.body).toMatchObject({ credit_limit_minor: 70, available_minor: 570 });
  });
});
