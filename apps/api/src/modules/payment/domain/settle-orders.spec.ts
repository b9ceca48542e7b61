import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccountState, type PaymentRequest, settleOrders } from './settle-orders';

const account = (merchantId: string, balanceMinor: number, creditLimitMinor = 0): AccountState => ({
  merchantId,
  currency: 'CNY',
  balanceMinor,
  creditLimitMinor,
});

const order = (orderId: string, amountMinor: number, more: Partial<PaymentRequest> = {}): PaymentRequest => ({
  orderId,
  merchantId: 'm',
  terms: 'account',
  amountMinor,
  currency: 'CNY',
  ...more,
});

const accounts = (...list: AccountState[]): Map<string, AccountState> => new Map(list.map((a) => [a.merchantId, a]));

describe('settleOrders', () => {
  it('gives scarce funds to the oldest order, whatever the order of the requests', () => {
    const { outcomes, captures } = settleOrders(
      [order('c', 60), order('a', 60), order('b', 60)],
      accounts(account('m', 100)),
      new Map(),
    );
    expect(outcomes.map(({ orderId, outcome }) => [orderId, outcome])).toEqual([
      ['c', 'awaiting_funds'],
      ['a', 'captured'],
      ['b', 'awaiting_funds'],
    ]);
    expect(captures.map(({ orderId }) => orderId)).toEqual(['a']);
  });

  it('lets a cheap order pass one that is too dear, and says what the dear one needs', () => {
    const { outcomes } = settleOrders([order('a', 500), order('b', 5)], accounts(account('m', 10)), new Map());
    expect(outcomes).toEqual([
      { orderId: 'a', outcome: 'awaiting_funds', detail: { amount_minor: 500 } },
      { orderId: 'b', outcome: 'captured' },
    ]);
  });

  it('spends credit to the last minor unit and not further', () => {
    const credit = accounts(account('m', -30, 100));
    expect(settleOrders([order('a', 70)], credit, new Map()).outcomes[0]?.outcome).toBe('captured');
    expect(settleOrders([order('a', 71)], credit, new Map()).outcomes[0]?.outcome).toBe('awaiting_funds');
  });

  it('captures an order that costs nothing from an empty account', () => {
    expect(settleOrders([order('a', 0)], accounts(account('m', 0)), new Map()).captures).toHaveLength(1);
  });

  it('refuses another currency for good', () => {
    const { outcomes } = settleOrders([order('a', 1, { currency: 'EUR' })], accounts(account('m', 10)), new Map());
    expect(outcomes).toEqual([
      {
        orderId: 'a',
        outcome: 'refused',
        code: 'payment.currency_mismatch',
        detail: { currency: 'EUR', account_currency: 'CNY' },
      },
    ]);
  });

  it('refuses a merchant without an account', () => {
    const { outcomes } = settleOrders([order('a', 1)], new Map(), new Map());
    expect(outcomes).toEqual([{ orderId: 'a', outcome: 'refused', code: 'payment.account_missing', detail: {} }]);
  });

  it('takes a promise for cash on delivery, without account or transfer', () => {
    const { outcomes, captures } = settleOrders([order('a', 900, { terms: 'cod' })], new Map(), new Map());
    expect(outcomes).toEqual([{ orderId: 'a', outcome: 'promised' }]);
    expect(captures).toEqual([]);
  });

  it('leaves an order captured that was captured before, and its money alone', () => {
    const { outcomes, captures } = settleOrders(
      [order('a', 60), order('b', 60)],
      accounts(account('m', 60)),
      new Map([['a', 'captured']]),
    );
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['captured', 'captured']);
    expect(captures.map(({ orderId }) => orderId)).toEqual(['b']);
  });

  it('never charges again what was given back', () => {
    const { outcomes } = settleOrders([order('a', 1)], accounts(account('m', 9)), new Map([['a', 'refunded']]));
    expect(outcomes).toEqual([{ orderId: 'a', outcome: 'refused', code: 'payment.refunded', detail: {} }]);
  });

  it('charges an order that appears twice once', () => {
    const { outcomes, captures } = settleOrders([order('a', 6), order('a', 6)], accounts(account('m', 10)), new Map());
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['captured', 'captured']);
    expect(captures).toHaveLength(1);
  });

  it('never spends more than a merchant has, and leaves nobody waiting whom the rest would pay', () => {
    const requests = fc.array(fc.record({ merchant: fc.constantFrom('m', 'n'), amountMinor: fc.nat(500) }));
    fc.assert(
      fc.property(requests, fc.nat(2_000), fc.nat(500), (drawn, balanceMinor, creditLimitMinor) => {
        const orders = drawn.map(({ merchant, amountMinor }, index) =>
          order(String(index).padStart(4, '0'), amountMinor, { merchantId: merchant }),
        );
        const funds = accounts(account('m', balanceMinor, creditLimitMinor), account('n', 0, creditLimitMinor));
        const { outcomes, captures } = settleOrders(orders, funds, new Map());
        for (const { merchantId, balanceMinor: balance, creditLimitMinor: credit } of funds.values()) {
          const spent = captures.filter((c) => c.merchantId === merchantId).reduce((sum, c) => sum + c.amountMinor, 0);
          const left = balance + credit - spent;
          expect(left).toBeGreaterThanOrEqual(0);
          orders.forEach((o, index) => {
            if (o.merchantId === merchantId && outcomes[index]?.outcome === 'awaiting_funds') {
              expect(o.amountMinor).toBeGreaterThan(left);
            }
          });
        }
      }),
    );
  });
});
