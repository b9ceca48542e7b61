import { DomainError, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { CurrentNetwork } from '../current-network';
import { ComputeRoute, type ComputedRoute, type Destination, type Origin } from './compute-route';

/** Each is computed anew after every change of the network: so many that this takes milliseconds. */
const FOLLOWED_LIMIT = 2_000;

export interface RouteListener {
  route(route: ComputedRoute): void;
  /** There is no route any more: nothing more comes. */
  fault(error: unknown): void;
}

/** A route now, and again whenever a change of the network makes it another one. */
@Injectable()
export class FollowRoute {
  private followed = 0;

  constructor(
    @Inject(ComputeRoute) private readonly computeRoute: ComputeRoute,
    @Inject(CurrentNetwork) private readonly network: CurrentNetwork,
  ) {}

  /**
   * Tells the route before it returns, then each that takes another way or another time than the one before. Returns the way
   * to stop, which may be called more than once.
   *
   * @throws DomainError as `ComputeRoute` does, `routing.too_many_followed` (503)
   */
  execute(ctx: Context, from: Origin, to: Destination, listener: RouteListener): () => void {
    if (this.followed >= FOLLOWED_LIMIT) {
      const message = 'Too many routes are followed here; call again after a while';
      throw new DomainError('overloaded', 'routing.too_many_followed', message, { retryAfterS: 5 });
    }
    let last = this.computeRoute.execute(ctx, from, to);
    listener.route(last);
    const stopListening = this.network.onChange(() => {
      try {
        const next = this.computeRoute.execute(ctx, from, to);
        if (isSame(last, next)) return;
        last = next;
        listener.route(next);
      } catch (error) {
        stop();
        listener.fault(error);
      }
    });
    this.followed += 1;
    let isFollowed = true;
    const stop = (): void => {
      if (!isFollowed) return;
      isFollowed = false;
      this.followed -= 1;
      stopListening();
    };
    return stop;
  }
}

/** Whether a driver would notice: an epoch that changed something elsewhere does not make another route. */
function isSame(a: ComputedRoute, b: ComputedRoute): boolean {
  const times = (route: ComputedRoute): string =>
    [route.fromFacilityId, route.stationId, route.distanceM, route.durationS, ...route.linkIds].join(' ');
  return times(a) === times(b);
}
