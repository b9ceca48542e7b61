import type { RecordWithTtl } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';

/** What the name servers say of a name. */
export interface NameAnswer {
  /** None when there is no such name. */
  readonly addresses: readonly string[];
  /** For how long they stand by it; 0: for this once. */
  readonly ttlS: number;
}

export type Resolve = (host: string) => Promise<NameAnswer>;

const TRIES = 2;
const TRY_MS = 1000;

/**
 * Asks the name servers alone. Not the system's resolver: that also reads the hosts file, and each name whose server does not
 * answer occupies one of the process's four threads for many seconds.
 */
export function dnsResolve(): Resolve {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
  return async (host) => {
    const options = { ttl: true } as const;
    const answers = await Promise.allSettled([resolver.resolve4(host, options), resolver.resolve6(host, options)]);
    return answerOf(answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])));
  };
}

/** The shortest of the times counts: after it one of the addresses may be another. */
function answerOf(records: readonly RecordWithTtl[]): NameAnswer {
  return {
    addresses: records.map(({ address }) => address),
    ttlS: records.length === 0 ? 0 : Math.min(...records.map(({ ttl }) => ttl)),
  };
}

/** The addresses in the form in which a socket asks for them. */
export function familyOf(address: string): { readonly address: string; readonly family: number } {
  return { address, family: isIP(address) };
}
