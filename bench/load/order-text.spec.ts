import { describe, expect, it } from 'vitest';
import { orderJson, postText } from './order-text';

const PALETTE = { points: [{ lat: 30, lng: 110 }], skus: ['SKU-1', 'SKU-2'], currency: 'CNY' };

const read = (json: string) =>
  JSON.parse(json) as { lines: { sku: string }[]; payment: { amount_minor: number }; idempotency_key?: string };

describe('the orders of a load', () => {
  it('are JSON, each with its own goods, and a key where they travel in bulk', () => {
    expect(read(orderJson(PALETTE, 'a', 1)).lines[0]?.sku).toBe('SKU-2');
    expect(read(orderJson(PALETTE, 'a', 1))).not.toHaveProperty('idempotency_key');
    expect(read(orderJson(PALETTE, 'a', 2, 'key')).idempotency_key).toBe('key');
  });

  it('have one in so many that is sold out, and one that nobody can pay', () => {
    const misfits = { ...PALETTE, misfitEvery: 100, soldOutSku: 'GONE' };
    const orders = Array.from({ length: 200 }, (_, n) => read(orderJson(misfits, String(n), n)));
    expect(orders.filter(({ lines }) => lines[0]?.sku === 'GONE')).toHaveLength(2);
    expect(orders.filter(({ payment }) => payment.amount_minor > 1_000_000)).toHaveLength(2);
  });

  it('say how long they are', () => {
    const text = postText('/v1/orders', { Authorization: 'Bearer x' }, '{"a":1}');
    const [head = '', body] = text.split('\r\n\r\n');
    expect(head.split('\r\n')).toEqual(expect.arrayContaining(['POST /v1/orders HTTP/1.1', 'Content-Length: 7']));
    expect(body).toBe('{"a":1}');
  });
});
