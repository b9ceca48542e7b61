import { randomUUID } from 'node:crypto';

/** The body of `POST /v1/orders`, as it goes over the wire. */
export interface OrderBody {
  reference: string;
  service_level: 'standard' | 'express';
  recipient: {
    name: string;
    phone: string;
    address: { line1: string; city: string; postal_code: string; country: string; lat: number; lng: number };
  };
  lines: { sku: string; quantity: number }[];
  payment: { terms: 'account' | 'cod'; amount_minor: number; currency: string };
  deliver_after: string | null;
  deliver_before: string | null;
  metadata: Record<string, string>;
}

/** An order that differs from the ordinary one in what a test is about. Each has a reference of its own. */
class OrderBuilder {
  private readonly body: OrderBody = {
    reference: `T-${randomUUID()}`,
    service_level: 'standard',
    recipient: {
      name: 'Li Lei',
      phone: '+8613800138000',
      address: {
        line1: '1 Chaoyang Road',
        city: 'Beijing',
        postal_code: '100020',
        country: 'CN',
        lat: 39.92,
        lng: 116.44,
      },
    },
    lines: [{ sku: 'SKU-0001', quantity: 1 }],
    payment: { terms: 'account', amount_minor: 12_900, currency: 'CNY' },
    deliver_after: null,
    deliver_before: null,
    metadata: {},
  };

  withReference(reference: string): this {
    this.body.reference = reference;
    return this;
  }

  withLines(...lines: { sku: string; quantity: number }[]): this {
    this.body.lines = lines;
    return this;
  }

  to(lat: number, lng: number): this {
    Object.assign(this.body.recipient.address, { lat, lng });
    return this;
  }

  paying(amountMinor: number, terms: 'account' | 'cod' = 'account'): this {
    Object.assign(this.body.payment, { amount_minor: amountMinor, terms });
    return this;
  }

  between(after: Date, before: Date): this {
    Object.assign(this.body, { deliver_after: after.toISOString(), deliver_before: before.toISOString() });
    return this;
  }

  build(): OrderBody {
    return structuredClone(this.body);
  }
}

/** Two steps and done: `anOrder().paying(500, 'cod').build()`. */
export function anOrder(): OrderBuilder {
  return new OrderBuilder();
}
