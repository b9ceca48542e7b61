import type { Queryable } from '#lib/database';
import { lookUpPlacements } from '../persistence/intake.repository';
import type { Placement, PlacementOutcome } from './placement';
import { settlePlacement } from './settle-placement';

/** How often all keys in other processes' hands are looked at together. */
const POLL_MS = 20;

interface Waiting {
  readonly placement: Placement;
  readonly untilMs: number;
  readonly resolve: (outcome: PlacementOutcome) => void;
}

/**
 * Requests whose key another process is working on. They wait here and not in a flight, which would hold up everybody
 * else; one query per poll looks for all of them.
 */
export class ContendedKeys {
  private waiting: Waiting[] = [];
  private polling = false;

  constructor(
    private readonly db: Queryable,
    private readonly pause: (ms: number) => Promise<void>,
    private readonly monotonicMs: () => number,
    private readonly waitMs: () => number,
  ) {}

  /** The other's outcome seen through this request, or `in_progress` when `waitMs` have passed. */
  outcomeOf(placement: Placement): Promise<PlacementOutcome> {
    return new Promise((resolve) => {
      this.waiting.push({ placement, untilMs: this.monotonicMs() + this.waitMs(), resolve });
      if (!this.polling) void this.poll();
    });
  }

  private async poll(): Promise<void> {
    this.polling = true;
    while (this.waiting.length > 0) {
      await this.look().catch(() => undefined); // PostgreSQL is away: the wait goes on until its end
      await this.pause(POLL_MS);
      const nowMs = this.monotonicMs();
      this.settle((waiting) => (nowMs > waiting.untilMs ? { kind: 'in_progress' } : undefined));
    }
    this.polling = false;
  }

  private async look(): Promise<void> {
    const found = await lookUpPlacements(
      this.db,
      this.waiting.map(({ placement }) => placement),
    );
    this.settle(({ placement }) => {
      const outcome = settlePlacement(placement, found.get(placement.id));
      return outcome.kind === 'in_progress' ? undefined : outcome;
    });
  }

  private settle(outcomeOf: (waiting: Waiting) => PlacementOutcome | undefined): void {
    this.waiting = this.waiting.filter((waiting) => {
      const outcome = outcomeOf(waiting);
      if (outcome !== undefined) waiting.resolve(outcome);
      return outcome === undefined;
    });
  }
}
