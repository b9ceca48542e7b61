import { randomBytes } from 'node:crypto';
import {
  announceWork,
  isConnectionFault,
  isDataFault,
  isLockTimeout,
  isTransactionConflict,
  type Queryable,
} from '#lib/database';
import type { KeyClaims } from '#lib/redis';
import { insertPlacements, lookUpPlacements } from '../persistence/intake.repository';
import { PLACE_ROUTE, type Placement, type PlacementOutcome } from './placement';
import { settlePlacement } from './settle-placement';

/**
 * Longer than a flight takes, and short: the keys of a process that dies in flight are blocked for as long. A flight that
 * outlives its claim loses nothing but the round trip that the claim spares.
 */
const CLAIM_TTL_MS = 2_000;
/** How long a lost connection is answered by running the same batch again. */
const RETRY_FOR_MS = 3_000;
const RETRY_PAUSE_MS = 50;

export interface FlightOptions {
  /** Off: the unique index alone decides, one round trip later. */
  readonly claim: boolean;
}

/**
 * Carries one batch of placements to its commit. A flight can be repeated as a whole with the same ids: whatever an
 * attempt of unknown outcome wrote is found under its own ids and counts as created.
 */
export class IntakeFlight {
  constructor(
    private readonly db: Queryable,
    private readonly claims: KeyClaims,
    private readonly pause: (ms: number) => Promise<void>,
    private readonly monotonicMs: () => number,
  ) {}

  /**
   * Opens a session for each of so many flights and has it plan the statement; writes nothing. Else the first orders after a
   * start would wait for it, a round trip after the other on a machine that has just then most to do.
   */
  async prepare(flights: number): Promise<void> {
    await Promise.all(Array.from({ length: flights }, () => insertPlacements(this.db, [])));
  }

  async fly(placements: readonly Placement[], options: FlightOptions): Promise<PlacementOutcome[]> {
    const outcomes = new Map<string, PlacementOutcome>();
    const keys = placements.map(claimKey);
    const token = randomBytes(16).toString('base64url');
    const claim = options.claim ? await this.claims.claimKeys(keys, token, CLAIM_TTL_MS) : 'unavailable';
    const contended = claim === 'unavailable' ? new Set<string>() : claim.contended;
    const free = contended.size === 0 ? placements : placements.filter((p) => !contended.has(claimKey(p)));
    try {
      await this.place(free, outcomes);
    } finally {
      if (claim !== 'unavailable') void this.claims.releaseKeys(free === placements ? keys : free.map(claimKey), token);
    }
    return placements.map((placement) => outcomes.get(placement.id) ?? { kind: 'contended' });
  }

  private async place(placements: readonly Placement[], outcomes: Map<string, PlacementOutcome>): Promise<void> {
    if (placements.length === 0) return;
    const startedMs = this.monotonicMs();
    for (;;) {
      try {
        await this.insert(placements, outcomes);
        return;
      } catch (error) {
        if (await this.recovered(placements, outcomes, error, startedMs)) return;
      }
    }
  }

  private async insert(placements: readonly Placement[], outcomes: Map<string, PlacementOutcome>): Promise<void> {
    const created = await insertPlacements(this.db, placements);
    if (created.size > 0) announceWork('payment');
    const losers = placements.filter((placement) => !created.has(placement.id));
    const found = losers.length === 0 ? undefined : await lookUpPlacements(this.db, losers);
    for (const placement of placements) {
      const outcome: PlacementOutcome = created.has(placement.id)
        ? { kind: 'created', orderId: placement.id }
        : settlePlacement(placement, found?.get(placement.id));
      outcomes.set(placement.id, outcome);
    }
  }

  /** True when the batch is settled another way; false to run it again as it is. */
  private async recovered(
    placements: readonly Placement[],
    outcomes: Map<string, PlacementOutcome>,
    error: unknown,
    startedMs: number,
  ): Promise<boolean> {
    if (isTransactionConflict(error)) return false;
    if (isConnectionFault(error)) {
      if (this.monotonicMs() - startedMs > RETRY_FOR_MS)
        return settleAll(placements, outcomes, { kind: 'unavailable' });
      await this.pause(RETRY_PAUSE_MS);
      return false;
    }
    if (placements.length > 1 && (isLockTimeout(error) || isDataFault(error))) {
      const middle = Math.ceil(placements.length / 2);
      await this.place(placements.slice(0, middle), outcomes);
      await this.place(placements.slice(middle), outcomes);
      return true;
    }
    return settleAll(placements, outcomes, isLockTimeout(error) ? { kind: 'in_progress' } : { kind: 'failed', error });
  }
}

function settleAll(
  placements: readonly Placement[],
  outcomes: Map<string, PlacementOutcome>,
  outcome: PlacementOutcome,
): true {
  for (const placement of placements) outcomes.set(placement.id, outcome);
  return true;
}

function claimKey(placement: Placement): string {
  return `${placement.merchantId}:${PLACE_ROUTE}:${placement.key}`;
}
