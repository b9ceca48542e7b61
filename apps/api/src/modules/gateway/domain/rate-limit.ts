import type { RatePolicy } from '#lib/redis';
import type { ClientSnapshot } from './client';
import type { MerchantSnapshot } from './merchant';

/** A limit in force: which bucket a request draws from, and how that one fills. */
export interface RateLimit {
  readonly bucket: string;
  readonly policy: RatePolicy;
}

/** A client's own limit; else its merchant's, which all its clients without one share; else the default, for it alone. */
export function limitOf(
  client: ClientSnapshot,
  merchant: MerchantSnapshot | undefined,
  fallback: RatePolicy,
): RateLimit {
  if (client.rate !== undefined) return { bucket: `client:${client.id}`, policy: client.rate };
  if (merchant?.rate !== undefined) return { bucket: `merchant:${merchant.id}`, policy: merchant.rate };
  return { bucket: `client:${client.id}`, policy: fallback };
}

/**
 * What an address counts as: an IPv6 network of 64 bits, since its owner can choose the rest at will; an IPv4 address
 * as it is, also when it comes mapped into IPv6.
 */
export function addressBucket(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const missing = address.includes('::') ? 8 - groups.length - (tail === '' ? 0 : tail.split(':').length) : 0;
  const network = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...tail.split(':')].slice(0, 4);
  return `${network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
