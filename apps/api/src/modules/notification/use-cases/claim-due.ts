import { Database } from '#lib/database';
import { CLOCK, uuidv7, type Clock, type Context } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { Inject, Injectable } from '@nestjs/common';
import type { ClaimedMessage } from '../domain/claimed-message';
import { shareOut } from '../domain/share-out';
import { claimMessages, WALK_ENDPOINTS, walkEndpoints } from '../persistence/claim.repository';

/** Where a walk over the endpoints begins. */
export const FIRST_ENDPOINT = '00000000-0000-0000-0000-000000000000';

/** Of all places so many are at most held by endpoints that have lately failed. */
const TROUBLED_PART = 1 / 4;

export interface Demand {
  /** The walk goes on behind this endpoint. */
  readonly after: string;
  /** Messages under way in this process, and those of them whose endpoints are in trouble. */
  readonly underWay: number;
  readonly troubled: number;
  /** From 0 to below 1. */
  readonly random: number;
}

/** Takes due messages for this process, a few of each endpoint, endpoint after endpoint, round and round. */
@Injectable()
export class ClaimDue {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Settings) private readonly settings: Pick<Settings, 'current'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(ctx: Context, demand: Demand): Promise<{ claimed: ClaimedMessage[]; after: string }> {
    const { concurrency, endpointConcurrency, leaseS } = this.settings.current().webhooks;
    const now = this.clock.now();
    const walked = await walkEndpoints(this.database.statements(ctx), demand.after, now);
    const ready = walked.filter((endpoint) => endpoint.isReady);
    const { healthy, troubled } = shareOut(ready, {
      free: concurrency - demand.underWay,
      forTroubled: Math.ceil(concurrency * TROUBLED_PART) - demand.troubled,
      perEndpoint: endpointConcurrency,
      random: demand.random,
    });
    const allServed = healthy.length === ready.filter((endpoint) => !endpoint.isTroubled).length;
    const end = walked.length < WALK_ENDPOINTS ? undefined : walked.at(-1)?.endpointId;
    const after = (allServed ? end : (healthy.at(-1)?.endpointId ?? demand.after)) ?? FIRST_ENDPOINT;
    const rooms = [...healthy, ...troubled];
    if (rooms.length === 0) return { claimed: [], after };
    const terms = { claim: uuidv7(), leaseS, now };
    return { claimed: await this.database.transaction(ctx, (tx) => claimMessages(tx, rooms, terms)), after };
  }
}
