import { endpoint, pageOf } from '#lib/http';
import { z } from 'zod';
import { MERCHANT_STATUSES } from '../domain/merchant';
import { idPageQuery } from './page-query';
import { MerchantChangeBody, MerchantView, NewMerchantBody } from './merchants.dto';

const tag = 'merchants';
const staff = { roles: ['operator', 'admin'] } as const;
const readers = { roles: ['merchant', 'viewer', 'operator', 'admin'] } as const;
const one = z.strictObject({ id: z.uuid() });

export const createMerchant = endpoint({
  tag,
  summary: 'Create a merchant',
  description: 'Its account is opened with it.',
  auth: staff,
  body: NewMerchantBody,
  idempotency: true,
  success: { status: 201, body: MerchantView },
  example: { name: 'Red Lantern Trading', currency: 'CNY', credit_limit_minor: 5_000_000 },
});

export const listMerchants = endpoint({
  tag,
  summary: 'List merchants, newest first',
  description: 'A merchant sees itself.',
  auth: readers,
  query: z.strictObject({ ...idPageQuery, status: z.enum(MERCHANT_STATUSES).optional() }),
  success: { status: 200, body: pageOf(MerchantView) },
});

export const readMerchant = endpoint({
  tag,
  summary: 'Read a merchant',
  auth: readers,
  params: one,
  success: { status: 200, body: MerchantView },
});

export const changeMerchant = endpoint({
  tag,
  summary: 'Change a merchant',
  description:
    'Suspending one refuses all requests of its clients within a second; orders under way go on. A credit limit below what the merchant owes is refused.',
  auth: staff,
  params: one,
  body: MerchantChangeBody,
  ifMatch: true,
  success: { status: 200, body: MerchantView },
  problems: [409, 422],
});
