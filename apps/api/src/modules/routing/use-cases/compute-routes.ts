import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { ComputeRoute, type ComputedRoute, type Destination, type Origin } from './compute-route';

export interface RouteQuery {
  readonly from: Origin;
  readonly to: Destination;
}

/** So long a batch may keep its process from everything else. */
const TURN_MS = 5;

/** Many routes, a few milliseconds of them in a turn of the event loop. A query without a route leaves its fault in its place. */
@Injectable()
export class ComputeRoutes {
  constructor(@Inject(ComputeRoute) private readonly computeRoute: ComputeRoute) {}

  /** One outcome for each query, in their order. Ends early, with fewer, once `isGone` says that nobody waits any more. */
  async execute(
    ctx: Context,
    queries: readonly RouteQuery[],
    isGone: () => boolean,
  ): Promise<(ComputedRoute | { readonly error: unknown })[]> {
    const outcomes: (ComputedRoute | { readonly error: unknown })[] = [];
    let turnBeganMs = performance.now();
    for (const { from, to } of queries) {
      if (performance.now() - turnBeganMs > TURN_MS) {
        await nextTurn();
        if (isGone()) break;
        turnBeganMs = performance.now();
      }
      outcomes.push(this.outcome(ctx, from, to));
    }
    return outcomes;
  }

  private outcome(ctx: Context, from: Origin, to: Destination): ComputedRoute | { readonly error: unknown } {
    try {
      return this.computeRoute.execute(ctx, from, to);
    } catch (error) {
      return { error };
    }
  }
}
