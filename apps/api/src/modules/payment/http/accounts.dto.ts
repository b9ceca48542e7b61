import { endpoint, pageOf, pageQuery } from '#lib/http';
import { MAX_AMOUNT_MINOR } from '#lib/kernel';
import { z } from 'zod';
import type { TransferKind } from '../domain/ledger';
import type { Account } from '../persistence/account.repository';
import type { Entry } from '../persistence/entry.repository';
import type { TopUp } from '../use-cases/top-up-account';

const merchantParams = z.strictObject({ merchant_id: z.uuid().describe('The merchant whose account it is') });
const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code')
  .describe('ISO 4217');
const kinds = ['capture', 'refund', 'top_up', 'cash_on_delivery'] as const satisfies readonly TransferKind[];

const AccountView = z.object({
  merchant_id: z.uuid(),
  currency,
  balance_minor: z.int().describe('Minor units; negative while the merchant lives on credit'),
  credit_limit_minor: z.int().describe('How far below zero the balance may go'),
  available_minor: z.int().describe('What the merchant may still spend'),
  version: z.int(),
  opened_at: z.iso.datetime(),
});

const EntryView = z.object({
  id: z.string().describe('Unique in the ledger'),
  kind: z.enum(kinds),
  order_id: z.uuid().nullable().describe('The order that was charged or refunded'),
  amount_minor: z.int().describe('Minor units; positive raises the balance'),
  currency,
  created_at: z.iso.datetime(),
});

const TopUpView = z.object({
  id: z.uuid(),
  merchant_id: z.uuid(),
  amount_minor: z.int(),
  currency,
  balance_minor: z.int().describe('The balance right after it'),
  resumed_orders: z.int().describe('Orders that waited for funds and go on now'),
  created_at: z.iso.datetime(),
});

export const readEndpoint = endpoint({
  tag: 'accounts',
  summary: 'Read a merchant’s account',
  auth: { roles: ['merchant', 'viewer', 'operator', 'admin'] },
  params: merchantParams,
  success: { status: 200, body: AccountView },
  problems: [404],
});

export const entriesEndpoint = endpoint({
  tag: 'accounts',
  summary: 'List what moved an account’s balance, newest first',
  auth: { roles: ['merchant', 'viewer', 'operator', 'admin'] },
  params: merchantParams,
  query: z.strictObject({ ...pageQuery.shape }),
  success: { status: 200, body: pageOf(EntryView) },
  problems: [404],
});

export const topUpEndpoint = endpoint({
  tag: 'accounts',
  summary: 'Credit money that arrived from a merchant',
  description: 'Orders that wait for the merchant’s funds go on, oldest first, as far as the money reaches.',
  auth: { roles: ['operator', 'admin'] },
  params: merchantParams,
  body: z.strictObject({
    amount_minor: z.int().min(1).max(MAX_AMOUNT_MINOR).describe('Minor units of `currency`'),
    currency: currency.describe('ISO 4217; must be the account’s'),
  }),
  idempotency: true,
  success: { status: 201, body: TopUpView },
  problems: [404, 409, 422],
  example: { amount_minor: 5_000_000, currency: 'CNY' },
});

export function toAccountView(account: Account): z.input<typeof AccountView> {
  return {
    merchant_id: account.merchantId,
    currency: account.currency,
    balance_minor: account.balanceMinor,
    credit_limit_minor: account.creditLimitMinor,
    available_minor: account.balanceMinor + account.creditLimitMinor,
    version: account.version,
    opened_at: account.openedAt.toISOString(),
  };
}

export function toEntryView(entry: Entry): z.input<typeof EntryView> {
  return {
    id: `${entry.subjectId}-${entry.kind}`,
    kind: entry.kind,
    order_id: entry.kind === 'top_up' ? null : entry.subjectId,
    amount_minor: entry.amountMinor,
    currency: entry.currency,
    created_at: entry.createdAt.toISOString(),
  };
}

export function toTopUpView(topUp: TopUp): z.input<typeof TopUpView> {
  return {
    id: topUp.id,
    merchant_id: topUp.merchantId,
    amount_minor: topUp.amountMinor,
    currency: topUp.currency,
    balance_minor: topUp.balanceMinor,
    resumed_orders: topUp.resumedOrders,
    created_at: topUp.createdAt.toISOString(),
  };
}
