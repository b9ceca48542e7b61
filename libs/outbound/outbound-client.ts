import {
  request as httpRequest,
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './address';
import { IdleSockets, type IdleLimits, type Pinned } from './idle-sockets';
import { KnownNames } from './known-names';
import { dnsResolve, familyOf, type Resolve } from './resolve';
import { parseTarget, type OutboundPolicy, type Target } from './target';

/** Why nobody answered; says nothing of what lies behind the address. */
export type Unreached =
  'refused_target' | 'name_not_resolved' | 'timeout' | 'connection_refused' | 'connection_lost' | 'tls';

export type OutboundResult =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly retryAfter: string | undefined;
      readonly durationMs: number;
    }
  | { readonly kind: 'unreached'; readonly reason: Unreached; readonly durationMs: number };

export interface OutboundPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface OutboundOptions {
  /** Asked at every request, so that a change of it counts at once. */
  policy(): OutboundPolicy;
  /** The name servers unless said. */
  readonly resolve?: Resolve;
  /** For everything: the name, the connection, the answer. 3,000 unless said. */
  readonly timeoutMs?: number;
  /** How many connections are kept between two requests, and for how long. */
  readonly idle?: Partial<IdleLimits>;
}

const IDLE: IdleLimits = { perHost: 8, total: 512, idleMs: 10_000 };
const TIMEOUT_MS = 3000;
/** Of an answer's body so much is read, and dropped; of its headers so much is taken. */
const BODY_LIMIT_BYTES = 16_384;
const HEADER_LIMIT_BYTES = 16_384;

/**
 * POSTs to addresses that strangers name. The name is resolved, and again when its server's answer has run out; at every request each
 * address that it has must be public or allow-listed, and the connection goes to these addresses and no others, under the name's own Host
 * header and server name. A connection that is left from an earlier request serves the next one to the same host if that one's
 * checked addresses are the very same. A redirect is an answer like any other and is not followed.
 */
export class OutboundClient {
  private readonly names: KnownNames;
  private readonly sockets: IdleSockets;
  private readonly timeoutMs: number;

  constructor(private readonly options: OutboundOptions) {
    this.names = new KnownNames(options.resolve ?? dnsResolve());
    this.sockets = new IdleSockets({ ...IDLE, ...options.idle });
    this.timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  /** Connections that wait for a request. */
  get idleConnections(): number {
    return this.sockets.count;
  }

  /** Keeps no connection any more; requests under way end as they would. Nest calls it when the application ends. */
  onModuleDestroy(): void {
    this.sockets.close();
  }

  /** Never rejects for anything that the other side does. */
  async post(post: OutboundPost): Promise<OutboundResult> {
    const startedMs = performance.now();
    const outcome = await this.attempt(post, AbortSignal.timeout(this.timeoutMs));
    return { ...outcome, durationMs: Math.round(performance.now() - startedMs) };
  }

  private async attempt(post: OutboundPost, signal: AbortSignal): Promise<Outcome> {
    const policy = this.options.policy();
    const target = parseTarget(post.url, policy);
    if ('fault' in target) return unreached('refused_target');
    const addresses = await within(signal, this.addressesOf(target, policy));
    if (typeof addresses === 'string') return unreached(addresses);
    const first = await this.exchange(target, post, addresses, signal);
    return first === 'idle_connection_lost' ? this.again(target, post, addresses, signal) : first;
  }

  /**
   * The connection was an old one that its receiver had given up, as each side may at any time: what was sent on it was most
   * probably not read. A receiver that did read it knows the repetition by its id.
   */
  private async again(
    target: Target,
    post: OutboundPost,
    addresses: readonly string[],
    signal: AbortSignal,
  ): Promise<Outcome> {
    const second = await this.exchange(target, post, addresses, signal, true);
    return second === 'idle_connection_lost' ? unreached('connection_lost') : second;
  }

  private exchange(
    target: Target,
    post: OutboundPost,
    addresses: readonly string[],
    signal: AbortSignal,
    isFresh = false,
  ): Promise<Outcome | 'idle_connection_lost'> {
    const agent = target.url.protocol === 'https:' ? this.sockets.tls : this.sockets.plain;
    return exchange(open(target, post, addresses, isFresh ? false : agent), post.body, signal);
  }

  /** Where the connection may go. One forbidden address among them condemns the name. */
  private async addressesOf(target: Target, { allowList }: OutboundPolicy): Promise<readonly string[] | Unreached> {
    if (target.isAddress) return [target.host];
    const addresses = await this.names.addressesOf(target.host).catch(() => []);
    if (addresses.length === 0) return 'name_not_resolved';
    const mayGo = (address: string): boolean =>
      target.isAllowListed || isPublicAddress(address) || allowList.hasAddress(address);
    return addresses.every(mayGo) ? addresses : 'refused_target';
  }
}

type Outcome =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: string | undefined }
  | { readonly kind: 'unreached'; readonly reason: Unreached };

const unreached = (reason: Unreached): Outcome => ({ kind: 'unreached', reason });

function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T | 'timeout'> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => resolve('timeout'), { once: true });
    work.then(resolve, reject);
  });
}

/** Ends the connection unless the answer was read to its end, in time. */
function exchange(
  request: ClientRequest,
  body: string,
  signal: AbortSignal,
): Promise<Outcome | 'idle_connection_lost'> {
  return new Promise((resolve) => {
    let answer: IncomingMessage | undefined;
    const settle = (reason: Unreached): void => {
      const isStale = request.reusedSocket && reason === 'connection_lost' && answer === undefined;
      if (answer !== undefined) resolve(answered(answer));
      else resolve(isStale ? 'idle_connection_lost' : unreached(reason));
      signal.removeEventListener('abort', onAbort);
      if (answer?.complete !== true) request.destroy();
    };
    const onAbort = (): void => settle('timeout');
    signal.addEventListener('abort', onAbort, { once: true });
    request.on('error', (error: NodeJS.ErrnoException) => settle(reasonOf(error)));
    request.on('close', () => settle('connection_lost'));
    request.on('response', (response) => {
      answer = response;
      drop(response, () => settle('connection_lost'));
    });
    if (signal.aborted) settle('timeout');
    else request.end(body);
  });
}

function open(
  { url, host, port }: Target,
  post: OutboundPost,
  addresses: readonly string[],
  agent: Agent | false,
): ClientRequest {
  const options: RequestOptions & Pinned = {
    method: 'POST',
    hostname: host,
    port,
    path: url.pathname + url.search,
    headers: { ...post.headers, host: url.host, 'content-length': Buffer.byteLength(post.body) },
    agent,
    lookup: pinned(addresses),
    pinnedTo: addresses.join(),
    maxHeaderSize: HEADER_LIMIT_BYTES,
  };
  return url.protocol === 'https:' ? httpsRequest(options) : httpRequest(options);
}

/** Answers with the addresses that were checked, whatever is asked. */
function pinned(addresses: readonly string[]): LookupFunction {
  const known = addresses.map(familyOf);
  return (_host, { all }, callback) => {
    const [first] = known;
    if (all === true || first === undefined) callback(null, known);
    else callback(null, first.address, first.family);
  };
}

/** Reads the body up to its limit and forgets it. */
function drop(response: IncomingMessage, done: () => void): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > BODY_LIMIT_BYTES) done();
  });
  response.on('end', done);
  response.on('error', done);
}

function answered({ statusCode = 0, headers }: IncomingMessage): Outcome {
  return { kind: 'answered', status: statusCode, retryAfter: headers['retry-after'] };
}

function reasonOf({ code = '' }: NodeJS.ErrnoException): Unreached {
  if (code === 'ECONNREFUSED') return 'connection_refused';
  if (code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') || /CERT|UNABLE_TO_|SELF_SIGNED/.test(code))
    return 'tls';
  return 'connection_lost';
}
