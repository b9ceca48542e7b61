import { describe, expect, it } from 'vitest';
import { Deck, orderBody, payloadHash, POISON } from './deck';
import type { LoadMix, OrderWorld } from './plan';

const WORLD: OrderWorld = {
  currency: 'CNY',
  merchants: Array.from({ length: 50 }, (_, index) => ({ merchantId: `m${index}`, clientId: 'c', clientSecret: 's' })),
  operator: { clientId: 'o', clientSecret: 's' },
  points: [{ lat: 30, lng: 110 }],
  scarcePoints: [{ lat: 31, lng: 111 }],
  skus: ['A', 'B', 'C'],
  scarceSkus: ['S'],
  warehouseId: 'w',
  poorMerchants: 2,
};
const MIX: LoadMix = {
  scarceSkuShare: 0.1,
  scarcePointShare: 0.1,
  cancelShare: 0,
  scarceCancelShare: 0,
  scanShare: 0,
  twinShare: 0,
  replayShare: 0,
  rivalShare: 0,
  poisonShare: 0.1,
  cancelAgainShare: 0,
  abandonShare: 0,
};

const deal = (seed: number, arrivals: number) => {
  const deck = new Deck(seed, WORLD, MIX);
  return Array.from({ length: arrivals }, () => deck.deal(1_000));
};

describe('the deck', () => {
  it('deals the same for the same seed', () => {
    expect(deal(1, 50)).toEqual(deal(1, 50));
    expect(deal(1, 50)).not.toEqual(deal(2, 50));
  });

  it('deals orders at the rate that was asked for, singly and in bulk, to all merchants', () => {
    const arrivals = deal(1, 1_500);
    const orders = arrivals.flatMap((arrival) => arrival.orders);
    const seconds = arrivals.reduce((sum, { afterMs }) => sum + afterMs, 0) / 1_000;
    expect(orders.length / seconds).toBeGreaterThan(900);
    expect(orders.length / seconds).toBeLessThan(1_100);
    expect(arrivals.filter(({ bulk }) => bulk).length / arrivals.length).toBeCloseTo(0.15, 1);
    expect(new Set(orders.map(({ merchant }) => merchant.merchantId)).size).toBe(50);
    for (const { bulk, orders: dealt } of arrivals) {
      expect(new Set(dealt.map(({ merchant }) => merchant.merchantId)).size).toBe(1);
      expect(bulk || dealt.length === 1).toBe(true);
    }
  });

  it('never deals a key or a reference twice, and a rival has the reference under another key', () => {
    const orders = deal(1, 500).flatMap((arrival) => arrival.orders);
    expect(new Set(orders.map(({ key }) => key)).size).toBe(orders.length);
    expect(new Set(orders.map(({ payload }) => payload.reference)).size).toBe(orders.length);
    const deck = new Deck(1, WORLD, MIX);
    const [first] = deck.deal(1_000).orders;
    if (first === undefined) throw new Error('An arrival without an order');
    const rival = deck.rival(first);
    expect(rival.payload).toBe(first.payload);
    expect(rival.key).not.toBe(first.key);
  });

  it('deals scarce and poisoned orders as the mix says', () => {
    const orders = deal(3, 1_000).flatMap((arrival) => arrival.orders);
    const share = (matching: number): number => matching / orders.length;
    expect(share(orders.filter(({ scarce }) => scarce).length)).toBeCloseTo(0.19, 1);
    expect(share(orders.filter(({ payload }) => payload.reference.startsWith(POISON)).length)).toBeCloseTo(0.1, 1);
  });
});

describe('the hash of a payload', () => {
  it('tells orders apart by everything that is asked for', () => {
    const [order] = deal(1, 1).flatMap((arrival) => arrival.orders);
    if (order === undefined) throw new Error('An arrival without an order');
    const { payload } = order;
    const changed = [
      { ...payload, reference: 'x' },
      { ...payload, amountMinor: payload.amountMinor + 1 },
      { ...payload, lat: payload.lat + 1 },
      { ...payload, lines: [...payload.lines, { sku: 'A', quantity: 1 }] },
      { ...payload, terms: payload.terms === 'cod' ? ('account' as const) : ('cod' as const) },
    ];
    expect(new Set([payload, ...changed].map(payloadHash)).size).toBe(6);
    expect(payloadHash({ ...payload })).toBe(order.hash);
    expect(orderBody(order)).toMatchObject({ reference: payload.reference, lines: payload.lines });
  });
});
