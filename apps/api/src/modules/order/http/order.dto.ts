import { uuidv7TimeMs } from '#lib/kernel';
import type { Address, Order, OrderEvent, OrderRequest } from '../domain/order';
import { publicStatus } from '../domain/tracking';
import type { PlaceOrderBody } from './order.schemas';

export function toOrderRequest(body: PlaceOrderBody): OrderRequest {
  return {
    reference: body.reference,
    serviceLevel: body.service_level,
    recipient: {
      name: body.recipient.name,
      phone: body.recipient.phone,
      email: body.recipient.email,
      address: toAddress(body.recipient.address),
    },
    lines: body.lines,
    payment: {
      terms: body.payment.terms,
      amountMinor: body.payment.amount_minor,
      currency: body.payment.currency,
    },
    deliverAfter: body.deliver_after,
    deliverBefore: body.deliver_before,
    metadata: body.metadata,
  };
}

// Member by member in both directions: rest and spread cost far more than all of the rest of an answer.
function toAddress(address: PlaceOrderBody['recipient']['address']): Address {
  return {
    line1: address.line1,
    line2: address.line2,
    city: address.city,
    region: address.region,
    postalCode: address.postal_code,
    country: address.country,
    lat: address.lat,
    lng: address.lng,
  };
}

/** An order on the wire. */
export function toOrderView(order: Order): object {
  const { address } = order.recipient;
  return {
    id: order.id,
    merchant_id: order.merchantId,
    reference: order.reference,
    status: order.status,
    payment_status: order.paymentStatus,
    version: order.version,
    service_level: order.serviceLevel,
    recipient: {
      name: order.recipient.name,
      phone: order.recipient.phone,
      email: order.recipient.email,
      address: {
        line1: address.line1,
        line2: address.line2,
        city: address.city,
        region: address.region,
        country: address.country,
        postal_code: address.postalCode,
        lat: address.lat,
        lng: address.lng,
      },
    },
    lines: order.lines,
    payment: {
      terms: order.payment.terms,
      amount_minor: order.payment.amountMinor,
      currency: order.payment.currency,
    },
    deliver_after: order.deliverAfter,
    deliver_before: order.deliverBefore,
    metadata: order.metadata,
    created_at: new Date(uuidv7TimeMs(order.id)),
  };
}

export function toEventView(event: OrderEvent): object {
  return {
    event_id: `${event.orderId}-${event.sequence}`,
    sequence: event.sequence,
    code: event.code,
    status: publicStatus(event.to),
    from: event.from,
    to: event.to,
    actor: event.actor,
    reason_code: event.reasonCode,
    occurred_at: event.occurredAt,
    recorded_at: event.recordedAt,
    data: event.data,
  };
}
