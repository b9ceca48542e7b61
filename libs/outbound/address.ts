import ipaddr from 'ipaddr.js';

/** All of IPv6 that is given to the Internet (IANA, IPv6 global unicast address assignments). */
const GLOBAL_UNICAST = ipaddr.IPv6.parse('2000::');
const GLOBAL_UNICAST_BITS = 3;

/**
 * Whether an address, as a resolver or a URL's parser writes it, is on the public Internet. Everything that has a purpose of its
 * own is not: private, loopback, link-local, unique-local, carrier-grade NAT, multicast, broadcast, reserved, documentation and
 * benchmarking ranges, and every form of IPv6 that carries an IPv4 address inside (mapped, compatible, NAT64, 6to4, Teredo): what it
 * leads to is decided by others. Whatever cannot be read is not public either.
 */
export function isPublicAddress(address: string): boolean {
  const parsed = parse(address);
  if (parsed?.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_UNICAST, GLOBAL_UNICAST_BITS);
}

/** A network, as `10.1.0.0/16` or a single address. */
export type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

export function parseNetwork(text: string): Network | undefined {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  const address = parse(text);
  return address && [address, address instanceof ipaddr.IPv4 ? 32 : 128];
}

export function isInNetwork(address: string, [base, bits]: Network): boolean {
  const parsed = parse(address);
  return parsed?.kind() === base.kind() && parsed.match(base, bits);
}

/** Only the one form of IPv4 that everybody reads alike: four decimal numbers. */
function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address);
  return ipaddr.IPv6.isValid(address) && !address.includes('%') ? ipaddr.IPv6.parse(address) : undefined;
}
