import type { Order, OrderEvent, OrderLine, PaymentTerms, Recipient, StageOrder } from '../domain/order';
import type { OrderStatus, PaymentStatus } from '../domain/order-state';

export interface StageOrderRow {
  readonly id: string;
  readonly merchant_id: string;
  readonly zone_id: string;
  readonly status: OrderStatus;
  readonly payment_status: PaymentStatus;
  readonly version: number;
  readonly terms: PaymentTerms;
  readonly amount_minor: number;
  readonly currency: string;
  readonly skus: string[];
  readonly quantities: number[];
  readonly lat: number;
  readonly lng: number;
  readonly deliver_after: Date | null;
  readonly deliver_before: Date | null;
}

export interface OrderRow extends StageOrderRow {
  readonly reference: string;
  readonly service_level: 'standard' | 'express';
  readonly recipient: StoredRecipient;
  readonly metadata: Record<string, string> | null;
}

/** The recipient as stored; the position lies in columns of its own. */
export interface StoredRecipient {
  readonly name: string;
  readonly phone: string;
  readonly email?: string | undefined;
  readonly address: {
    readonly line1: string;
    readonly line2?: string | undefined;
    readonly city: string;
    readonly region?: string | undefined;
    readonly postal_code?: string | undefined;
    readonly country: string;
  };
}

export interface EventRow {
  readonly order_id: string;
  readonly sequence: number;
  readonly from_status: OrderStatus | null;
  readonly to_status: OrderStatus;
  readonly occurred_at: Date;
  readonly recorded_at: Date;
  readonly code: string;
  readonly actor: string;
  readonly reason_code: string | null;
  readonly cause: string | null;
  readonly data: Record<string, unknown> | null;
}

export function toStageOrder(row: StageOrderRow): StageOrder {
  return {
    id: row.id,
    merchantId: row.merchant_id,
    zoneId: row.zone_id,
    status: row.status,
    paymentStatus: row.payment_status,
    version: row.version,
    terms: row.terms,
    amountMinor: row.amount_minor,
    currency: row.currency,
    lines: toLines(row),
    lat: row.lat,
    lng: row.lng,
    deliverAfter: row.deliver_after,
    deliverBefore: row.deliver_before,
  };
}

export function toOrder(row: OrderRow): Order {
  return {
    id: row.id,
    merchantId: row.merchant_id,
    zoneId: row.zone_id,
    status: row.status,
    paymentStatus: row.payment_status,
    version: row.version,
    reference: row.reference,
    serviceLevel: row.service_level,
    recipient: toRecipient(row.recipient, row.lat, row.lng),
    lines: toLines(row),
    payment: { terms: row.terms, amountMinor: row.amount_minor, currency: row.currency },
    deliverAfter: row.deliver_after,
    deliverBefore: row.deliver_before,
    metadata: row.metadata ?? {},
  };
}

export function toStoredRecipient(recipient: Recipient): StoredRecipient {
  const { line1, line2, city, region, postalCode, country } = recipient.address;
  return {
    name: recipient.name,
    phone: recipient.phone,
    email: recipient.email,
    address: { line1, line2, city, region, postal_code: postalCode, country },
  };
}

export function toEvent(row: EventRow): OrderEvent {
  return {
    orderId: row.order_id,
    sequence: row.sequence,
    code: row.code,
    from: row.from_status,
    to: row.to_status,
    actor: row.actor,
    reasonCode: row.reason_code,
    cause: row.cause,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    data: row.data,
  };
}

function toLines(row: StageOrderRow): OrderLine[] {
  return row.skus.map((sku, index) => ({ sku, quantity: row.quantities[index] ?? 0 }));
}

function toRecipient(stored: StoredRecipient, lat: number, lng: number): Recipient {
  const { line1, line2, city, region, postal_code: postalCode, country } = stored.address;
  const address = { line1, line2, city, region, postalCode, country, lat, lng };
  return { name: stored.name, phone: stored.phone, email: stored.email, address };
}
