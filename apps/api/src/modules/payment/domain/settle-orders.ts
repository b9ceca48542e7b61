import { availableMinor } from './ledger';

/** An order that asks for its payment condition. `amountMinor` is in minor units of `currency` (ISO 4217). */
export interface PaymentRequest {
  readonly orderId: string;
  readonly merchantId: string;
  readonly terms: 'account' | 'cod';
  readonly amountMinor: number;
  readonly currency: string;
}

/** A merchant's account as locked. */
export interface AccountState {
  readonly merchantId: string;
  readonly currency: string;
  readonly balanceMinor: number;
  readonly creditLimitMinor: number;
}

/** What earlier transactions did to an order's money. */
export type SettledBefore = 'captured' | 'refunded';

export type PaymentOutcome =
  | { readonly orderId: string; readonly outcome: 'captured' | 'promised' }
  | {
      readonly orderId: string;
      readonly outcome: 'awaiting_funds';
      readonly detail: { readonly amount_minor: number };
    }
  | {
      readonly orderId: string;
      readonly outcome: 'refused';
      readonly code: string;
      readonly detail: Readonly<Record<string, unknown>>;
    };

export interface Settlement {
  /** One per request, in the order of the requests. */
  readonly outcomes: readonly PaymentOutcome[];
  /** The requests whose money moves now. */
  readonly captures: readonly PaymentRequest[];
}

/**
 * Decides a batch order by order, oldest id first, so that scarce funds go to whoever came first and one order that
 * is too dear refuses no other. An order that was captured before stays captured and moves no money again.
 */
export function settleOrders(
  requests: readonly PaymentRequest[],
  accounts: ReadonlyMap<string, AccountState>,
  before: ReadonlyMap<string, SettledBefore>,
): Settlement {
  const outcomes = new Array<PaymentOutcome>(requests.length);
  const captures: PaymentRequest[] = [];
  const settled = new Map(before);
  const available = new Map([...accounts].map(([id, account]) => [id, availableMinor(account)]));
  const oldestFirst = [...requests.entries()].sort(([, a], [, b]) => (a.orderId < b.orderId ? -1 : 1));
  for (const [index, request] of oldestFirst) {
    const outcome = settleOne(request, accounts.get(request.merchantId), available, settled.get(request.orderId));
    outcomes[index] = outcome;
    if (outcome.outcome !== 'captured' || settled.has(request.orderId)) continue;
    settled.set(request.orderId, 'captured');
    captures.push(request);
    available.set(request.merchantId, (available.get(request.merchantId) ?? 0) - request.amountMinor);
  }
  return { outcomes, captures };
}

function settleOne(
  request: PaymentRequest,
  account: AccountState | undefined,
  available: ReadonlyMap<string, number>,
  before: SettledBefore | undefined,
): PaymentOutcome {
  const { orderId, amountMinor, currency } = request;
  if (before === 'captured') return { orderId, outcome: 'captured' };
  if (before === 'refunded') return { orderId, outcome: 'refused', code: 'payment.refunded', detail: {} };
  if (request.terms === 'cod') return { orderId, outcome: 'promised' };
  if (account === undefined) return { orderId, outcome: 'refused', code: 'payment.account_missing', detail: {} };
  if (account.currency !== currency) {
    const detail = { currency, account_currency: account.currency };
    return { orderId, outcome: 'refused', code: 'payment.currency_mismatch', detail };
  }
  if (amountMinor > (available.get(request.merchantId) ?? 0)) {
    return { orderId, outcome: 'awaiting_funds', detail: { amount_minor: amountMinor } };
  }
  return { orderId, outcome: 'captured' };
}
