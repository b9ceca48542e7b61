import { Controller, Get, Inject } from '@nestjs/common';
import { Ctx, Endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import type { Context } from '#lib/kernel';
import { GetTrip } from '../use-cases/get-trip';
import { ListTrips } from '../use-cases/list-trips';
import { tripCursorOf } from './transport-fields';
import { getTrip, listTrips, tripView } from './trips.dto';

@Controller('v1/trips')
export class TripsController {
  constructor(
    @Inject(ListTrips) private readonly listPage: ListTrips,
    @Inject(GetTrip) private readonly getOne: GetTrip,
  ) {}

  @Get()
  @Endpoint(listTrips)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listTrips>): Promise<HttpReply> {
    const { link_id: linkId, from, to, cursor: after, limit } = query;
    const rows = await this.listPage.execute(ctx, { linkId, from, to, after, limit });
    return reply.page(rows, limit, tripCursorOf, tripView);
  }

  /** A trip has no version: what changes are its seats, and they are its entity tag. */
  @Get(':id')
  @Endpoint(getTrip)
  async get(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof getTrip>): Promise<HttpReply> {
    const trip = await this.getOne.execute(ctx, params.id);
    return reply.ok(tripView(trip), { headers: { etag: `"${trip.used}-${trip.seats}"` } });
  }
}
