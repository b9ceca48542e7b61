import { sha256 } from '#lib/idempotency';
import type { OrderRequest } from '../domain/order';

/** In no text that can be stored, so that values joined by it cannot be mistaken for others. */
const SEPARATOR = '\u0000';

/**
 * Tells the retry of an order from another order under the same key. Equal requests have equal fingerprints however
 * their members were ordered on the wire: the values are listed in one order, and only the names of the metadata, which
 * are the merchant's own, need sorting. No optional text can be empty, so an empty one stands for an absent one.
 */
export function orderFingerprint(request: OrderRequest): Buffer {
  const { recipient, payment, lines, metadata } = request;
  const { address } = recipient;
  const parts: (string | number | undefined)[] = [
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
    payment.terms,
    payment.amountMinor,
    payment.currency,
    request.deliverAfter?.getTime(),
    request.deliverBefore?.getTime(),
    lines.length,
  ];
  for (const { sku, quantity } of lines) parts.push(sku, quantity);
  for (const name of Object.keys(metadata).sort()) parts.push(name, metadata[name]);
  // Only where there is one: orders without keep the fingerprint that they had before there were any. No name of the metadata is empty.
  if (recipient.email !== undefined) parts.push('', recipient.email);
  return sha256(parts.join(SEPARATOR));
}
