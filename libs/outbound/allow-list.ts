import { isInNetwork, parseNetwork, type Network } from './address';

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*$/;

/** Hosts and networks that may be reached although they are not public: for development and for receivers of one's own. */
export class AllowList {
  /** Lets nobody through. */
  static readonly NOTHING = new AllowList(new Set(), []);

  private constructor(
    private readonly hosts: ReadonlySet<string>,
    private readonly networks: readonly Network[],
  ) {}

  /** Reads host names, addresses and networks, separated by commas or blanks; undefined when one of them is none of these. */
  static parse(text: string): AllowList | undefined {
    const entries = text
      .toLowerCase()
      .split(/[\s,]+/)
      .filter((entry) => entry !== '');
    const networks = entries.map(parseNetwork);
    const hosts = entries.filter((_, index) => networks[index] === undefined);
    if (!hosts.every((host) => HOST_NAME.test(host) && !isNumeric(host))) return undefined;
    return new AllowList(
      new Set(hosts),
      networks.filter((network) => network !== undefined),
    );
  }

  /** A name that may lead anywhere. */
  hasHost(host: string): boolean {
    return this.hosts.has(host);
  }

  hasAddress(address: string): boolean {
    return this.networks.some((network) => isInNetwork(address, network));
  }
}

/** `10.1.0` or `999.1.1.1`: somebody meant an address. */
function isNumeric(host: string): boolean {
  return /^[\d.]+$/.test(host);
}
