import { sha256 } from '#lib/idempotency';
import type { OrderRequest } from '../domain/order';

/**
 * Tells the retry of an order from another order under the same key. Equal requests have equal fingerprints however
 * their members were ordered on the wire: the values are listed in one order, and only the names of the metadata, which
 * are the merchant's own, need sorting. A general canonical form of the whole request takes three times as long.
 */
export function orderFingerprint(request: OrderRequest): Buffer {
  const { recipient, payment, metadata } = request;
  const { address } = recipient;
  return sha256(
    JSON.stringify([
      request.reference,
      request.serviceLevel,
      recipient.name,
      recipient.phone,
      address.line1,
      address.line2,
      address.city,
      address.region,
      address.postalCode,
      address.country,
      address.lat,
      address.lng,
      request.lines.map(({ sku, quantity }) => `${sku} ${quantity}`),
      payment.terms,
      payment.amountMinor,
      payment.currency,
      request.deliverAfter,
      request.deliverBefore,
      Object.keys(metadata)
        .sort()
        .map((name) => [name, metadata[name]]),
    ]),
  );
}
