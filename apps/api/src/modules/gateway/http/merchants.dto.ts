import { text } from '#lib/http';
import { MAX_AMOUNT_MINOR } from '#lib/kernel';
import { z } from 'zod';
import { MERCHANT_STATUSES, type Merchant } from '../domain/merchant';
import type { MerchantChange } from '../use-cases/change-merchant';
import type { NewMerchant } from '../use-cases/create-merchant';
import { isWholeRate, rateFields, WHOLE_RATE } from './rate-limit.dto';

const creditLimit = z
  .int()
  .min(0)
  .max(MAX_AMOUNT_MINOR)
  .describe('How far below zero the balance may go, in minor units');
const status = z.enum(MERCHANT_STATUSES);

export const NewMerchantBody = z
  .strictObject({
    name: text(1, 200),
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as CNY'),
    credit_limit_minor: creditLimit.optional(),
    require_issued_keys: z.boolean().optional().describe('Orders need idempotency keys that Linehaul issued'),
    ...rateFields,
  })
  .refine(isWholeRate, WHOLE_RATE);

export const MerchantChangeBody = z
  .strictObject({
    name: text(1, 200).optional(),
    status: status.optional(),
    credit_limit_minor: creditLimit.optional(),
    require_issued_keys: z.boolean().optional(),
    ...rateFields,
  })
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change');

export const MerchantView = z.object({
  id: z.uuid(),
  name: z.string(),
  status,
  currency: z.string(),
  credit_limit_minor: z.int(),
  rate_per_s: z.int().nullable(),
  burst: z.int().nullable(),
  require_issued_keys: z.boolean(),
  version: z.int(),
  created_at: z.iso.datetime(),
});

export function newMerchantOf(body: z.output<typeof NewMerchantBody>): NewMerchant {
  return {
    name: body.name,
    currency: body.currency,
    creditLimitMinor: body.credit_limit_minor,
    ratePerS: body.rate_per_s,
    burst: body.burst,
    requireIssuedKeys: body.require_issued_keys,
  };
}

/** Only the members that were sent: an absent one must not become `undefined` over a stored value. */
export function merchantChangeOf(body: z.output<typeof MerchantChangeBody>): MerchantChange {
  return {
    ...(body.name !== undefined && { name: body.name }),
    ...(body.status !== undefined && { status: body.status }),
    ...(body.credit_limit_minor !== undefined && { creditLimitMinor: body.credit_limit_minor }),
    ...(body.require_issued_keys !== undefined && { requireIssuedKeys: body.require_issued_keys }),
    ...(body.rate_per_s !== undefined && { ratePerS: body.rate_per_s }),
    ...(body.burst !== undefined && { burst: body.burst }),
  };
}

export function merchantView(merchant: Merchant): z.input<typeof MerchantView> {
  return {
    id: merchant.id,
    name: merchant.name,
    status: merchant.status,
    currency: merchant.currency,
    credit_limit_minor: merchant.creditLimitMinor,
    rate_per_s: merchant.ratePerS,
    burst: merchant.burst,
    require_issued_keys: merchant.requireIssuedKeys,
    version: merchant.version,
    created_at: merchant.createdAt.toISOString(),
  };
}
