import { LRUCache } from 'lru-cache';
import type { Resolve } from './resolve';

/** Names that are kept: those of as many endpoints as a process sends to within half a minute. */
const NAMES = 16_384;
/** However long a name server stands by its answer, it is asked again after this. */
const LONGEST_MS = 30_000;

/**
 * The addresses of names for as long as their servers stand by them, half a minute at most. Whether one may be called is not
 * kept: that is judged at every request. Nothing is kept of a name that has no address.
 */
export class KnownNames {
  private readonly known = new LRUCache<string, readonly string[]>({ max: NAMES });

  constructor(
    private readonly resolve: Resolve,
    private readonly longestMs = LONGEST_MS,
  ) {}

  /** In one order whatever order the server has them in; none when nobody knows the name. */
  async addressesOf(host: string): Promise<readonly string[]> {
    const known = this.known.get(host);
    if (known !== undefined) return known;
    const { addresses, ttlS } = await this.resolve(host);
    const sorted = [...new Set(addresses)].sort();
    const ttl = Math.min(ttlS * 1000, this.longestMs);
    if (sorted.length > 0 && ttl > 0) this.known.set(host, sorted, { ttl });
    return sorted;
  }
}
