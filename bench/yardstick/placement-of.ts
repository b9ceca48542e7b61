import type { Placement } from '../../apps/api/src/modules/order/intake/placement';

/** The parts of an order's JSON that the load sends. */
export interface WireOrder {
  readonly reference: string;
  readonly service_level: 'standard' | 'express';
  readonly recipient: {
    readonly name: string;
    readonly phone: string;
    readonly address: {
      readonly line1: string;
      readonly city: string;
      readonly postal_code: string;
      readonly country: string;
      readonly lat: number;
      readonly lng: number;
    };
  };
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly payment: { readonly terms: 'account' | 'cod'; readonly amount_minor: number; readonly currency: string };
}

const MERCHANT_ID = '01900000-0000-7000-8000-000000000001';
const ZONE_ID = '01900000-0000-7000-8000-000000000002';

/** What intake would write for it, with a fixed merchant and zone: a yardstick looks nothing up. */
export function placementOf(order: WireOrder, id: string, key: string, fingerprint: Buffer): Placement {
  const { postal_code: postalCode, ...address } = order.recipient.address;
  return {
    id,
    merchantId: MERCHANT_ID,
    key,
    fingerprint,
    zoneId: ZONE_ID,
    actor: 'client:bench',
    request: {
      reference: order.reference,
      serviceLevel: order.service_level,
      recipient: { name: order.recipient.name, phone: order.recipient.phone, address: { ...address, postalCode } },
      lines: order.lines,
      payment: {
        terms: order.payment.terms,
        amountMinor: order.payment.amount_minor,
        currency: order.payment.currency,
      },
      deliverAfter: null,
      deliverBefore: null,
      metadata: {},
    },
  };
}
