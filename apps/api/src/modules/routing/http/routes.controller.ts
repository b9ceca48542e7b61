import { Controller, Inject, Post } from '@nestjs/common';
import { Ctx, Endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import type { Context } from '#lib/kernel';
import { ComputeRoute, type Destination, type Origin } from '../use-cases/compute-route';
import { computeRoute, routeView } from './routes.dto';

type RouteBody = InputOf<typeof computeRoute>['body'];

@Controller('v1/routes')
export class RoutesController {
  constructor(@Inject(ComputeRoute) private readonly route: ComputeRoute) {}

  @Post()
  @Endpoint(computeRoute)
  compute(@Ctx() ctx: Context, @Input() input: InputOf<typeof computeRoute>): HttpReply {
    return reply.ok(routeView(this.route.execute(ctx, originOf(input.body), destinationOf(input.body))));
  }
}

function originOf({ from }: RouteBody): Origin {
  return 'facility_id' in from ? { facilityId: from.facility_id } : from;
}

function destinationOf({ to }: RouteBody): Destination {
  return 'zone_id' in to ? { zoneId: to.zone_id } : to;
}
