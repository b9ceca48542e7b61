import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';

/** The addresses of a name; rejects, or answers none, when there is no such name. */
export type Resolve = (host: string) => Promise<readonly string[]>;

const TRIES = 2;
const TRY_MS = 1000;

/**
 * Asks the name servers alone. Not the system's resolver: that also reads the hosts file, and each name whose server does not
 * answer occupies one of the process's four threads for many seconds.
 */
export function dnsResolve(): Resolve {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
  return async (host) => {
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  };
}

/** The addresses in the form in which a socket asks for them. */
export function familyOf(address: string): { readonly address: string; readonly family: number } {
  return { address, family: isIP(address) };
}
