import { isIP } from 'node:net';
import { isPublicAddress } from './address';
import type { AllowList } from './allow-list';

/** Where requests may go. */
export interface OutboundPolicy {
  /** Whether anybody may be called without TLS; otherwise only what is allow-listed. */
  readonly allowHttp: boolean;
  readonly allowList: AllowList;
}

/** What is wrong with a URL, as a sentence for whoever wrote it. */
export interface TargetFault {
  readonly fault: string;
}

/** A URL that may be called as far as can be said before its name is resolved. */
export interface Target {
  readonly url: URL;
  /** Without the brackets of IPv6. */
  readonly host: string;
  readonly port: number;
  /** The host is an address itself: nothing will be resolved. */
  readonly isAddress: boolean;
  readonly isAllowListed: boolean;
}

export const URL_LIMIT = 2048;
const PORTS: Readonly<Record<string, readonly number[]>> = { 'https:': [443, 8443], 'http:': [80, 8080] };
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80 };

/**
 * Reads and checks a URL that a stranger named. The parser of the URL standard makes every way of writing an IPv4 address
 * (decimal, octal, hexadecimal, shortened) into the one form that is checked here and called later.
 */
export function parseTarget(text: string, policy: OutboundPolicy): Target | TargetFault {
  if (text.length > URL_LIMIT) return { fault: `must not be longer than ${URL_LIMIT} characters` };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return { fault: 'must be an absolute URL' };
  const ports = PORTS[url.protocol];
  if (ports === undefined) return { fault: 'must begin with https://' };
  if (url.username !== '' || url.password !== '') return { fault: 'must not hold credentials' };
  if (url.hash !== '') return { fault: 'must not have a fragment' };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (host === '') return { fault: 'must name a host' };
  const isAddress = isIP(host) !== 0;
  const isAllowListed = policy.allowList.hasHost(host) || (isAddress && policy.allowList.hasAddress(host));
  const port = url.port === '' ? (DEFAULT_PORTS[url.protocol] as number) : Number(url.port);
  if (!isAllowListed) {
    if (url.protocol === 'http:' && !policy.allowHttp) return { fault: 'must begin with https://' };
    if (!ports.includes(port)) return { fault: `must use one of the ports ${ports.join(', ')}` };
    if (isAddress && !isPublicAddress(host)) return { fault: 'must lead to a public address' };
    if (isLocalName(host)) return { fault: 'must lead to a public address' };
  }
  return { url, host, port, isAddress, isAllowListed };
}

/** Names that never lead out (RFC 6761, RFC 8375, RFC 6762), whatever a resolver says. */
function isLocalName(host: string): boolean {
  return /(?:^|\.)(?:localhost|local|internal|home\.arpa)\.?$/.test(host);
}
