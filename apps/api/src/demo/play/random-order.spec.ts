import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomOrder } from './random-order';

const ZONE = { lat: 39.9, lng: 116.4, radius_m: 40_000 };
const COUNTRY = { zones: [ZONE], skus: ['A', 'B'], links: new Map(), courierClients: new Map() };

interface Placed {
  readonly recipient: { readonly phone: string; readonly address: { readonly lat: number; readonly lng: number } };
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('randomOrder', () => {
  it('lives inside its zone, wants each thing once, and can be called', () => {
    fc.assert(
      fc.property(fc.array(share, { minLength: 12, maxLength: 12 }), (shares) => {
        let drawn = 0;
        const order = randomOrder(COUNTRY, 'ref', () => shares[drawn++ % shares.length] ?? 0) as Placed;
        const { lat, lng } = order.recipient.address;
        const northM = (lat - ZONE.lat) * 111_320;
        const eastM = (lng - ZONE.lng) * 111_320 * Math.cos((ZONE.lat * Math.PI) / 180);
        expect(Math.hypot(northM, eastM)).toBeLessThan(ZONE.radius_m);
        expect(new Set(order.lines.map(({ sku }) => sku)).size).toBe(order.lines.length);
        expect(order.recipient.phone).toMatch(/^\+8613\d{9}$/);
      }),
    );
  });

  it('says when there is nowhere to deliver to', () => {
    expect(() => randomOrder({ ...COUNTRY, zones: [] }, 'ref')).toThrow(/no zones/);
  });
});
