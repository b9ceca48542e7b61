import { describe, expect, it } from 'vitest';
import { exchangeOf } from './exchange';

const PALETTE = { points: [{ lat: 30, lng: 110 }], skus: ['SKU-1'], currency: 'CNY' };

const answer = (status: number, body = '') => ({ status, body: Buffer.from(body), retryAfter: false });

describe('an exchange', () => {
  it('places one order with a key of its own, and counts only 201', () => {
    const exchange = exchangeOf({ kind: 'single', palette: PALETTE });
    expect(exchange.request(7, 'round', {})).toMatch(/^POST \/v1\/orders [^]*Idempotency-Key: "round-7"/);
    expect([201, 200, 503].map((status) => exchange.acknowledged(answer(status)))).toEqual([1, 0, 0]);
  });

  it('places many orders at once, and counts the items that were created', () => {
    const exchange = exchangeOf({ kind: 'bulk', palette: PALETTE, size: 3 });
    const request = exchange.request(3, 'round', {});
    const items = JSON.parse(request.slice(request.indexOf('['))) as { reference: string }[];
    expect(items.map(({ reference }) => reference)).toEqual(['round-3', 'round-4', 'round-5']);
    const mixed = '{"data":[{"status":201},{"status":409},{"status":201}]}';
    expect(exchange.acknowledged(answer(200, mixed))).toBe(2);
    expect(exchange.acknowledged(answer(503, mixed))).toBe(0);
  });

  it('reads the orders in turn', () => {
    const exchange = exchangeOf({ kind: 'read', ids: ['a', 'b'] });
    const paths = [0, 1, 2].map((n) => exchange.request(n, 'round', { Authorization: 'Bearer x' }).split(' ')[1]);
    expect(paths).toEqual(['/v1/orders/a', '/v1/orders/b', '/v1/orders/a']);
    expect([200, 404].map((status) => exchange.acknowledged(answer(status)))).toEqual([1, 0]);
  });
});
