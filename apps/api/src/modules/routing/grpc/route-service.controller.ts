import { Drain, Rpc, rpc, RpcCtx, RpcInput, RpcService } from '#lib/grpc';
import type { Context } from '#lib/kernel';
import { Inject } from '@nestjs/common';
import { Observable } from 'rxjs';
import type { z } from 'zod';
import { FollowRoute } from '../use-cases/follow-route';
import { routeMessage, routeRequest, type RouteResponse } from './route-messages';

const CALCULATE_ROUTE = rpc({
  auth: { roles: ['merchant', 'viewer', 'operator', 'admin'] },
  request: routeRequest,
});

type RouteRequest = z.output<typeof routeRequest>;

/** `linehaul.routing.v1.RouteService`. */
@RpcService()
export class RouteServiceController {
  constructor(
    @Inject(FollowRoute) private readonly followRoute: FollowRoute,
    @Inject(Drain) private readonly drain: Drain,
  ) {}

  @Rpc('RouteService', CALCULATE_ROUTE)
  calculateRoute(@RpcInput() { from, to, follow }: RouteRequest, @RpcCtx() ctx: Context): Observable<RouteResponse> {
    return new Observable((answers) => {
      const stop = this.followRoute.execute(ctx, from, to, {
        route: (route) => answers.next(routeMessage(route)),
        fault: (error) => answers.error(error),
      });
      answers.add(stop);
      if (follow) this.drain.ends(answers);
      else answers.complete();
    });
  }
}
