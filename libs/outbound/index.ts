/**
 * Outbound: HTTP requests to addresses that strangers name.
 *
 * Invariants: a connection is made only to a public address, or to one that an admin has allow-listed; to the very address that
 * was checked; never because of a redirect. Every request ends within its timeout, and holds no more of an answer than a few
 * kilobytes. A connection is used again only for the same host, while its name still leads to the very addresses that were checked.
 */
export { AllowList } from './allow-list';
export { OutboundClient } from './outbound-client';
export type { OutboundOptions, OutboundPost, OutboundResult, Unreached } from './outbound-client';
export { parseTarget, URL_LIMIT } from './target';
export type { OutboundPolicy, Target, TargetFault } from './target';
