import { Controller, Delete, Get, Inject, Patch, Post } from '@nestjs/common';
import { Ctx, Endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { ChangeZone } from '../use-cases/change-zone';
import { CreateZone } from '../use-cases/create-zone';
import { GetZone } from '../use-cases/get-zone';
import { ListZones } from '../use-cases/list-zones';
import { RemoveZone } from '../use-cases/remove-zone';
import { changeZone, createZone, getZone, listZones, removeZone, zoneView } from './zones.dto';

@Controller('v1/zones')
export class ZonesController {
  constructor(
    @Inject(Idempotency) private readonly idempotency: Idempotency,
    @Inject(CreateZone) private readonly createOne: CreateZone,
    @Inject(ChangeZone) private readonly changeOne: ChangeZone,
    @Inject(RemoveZone) private readonly removeOne: RemoveZone,
    @Inject(GetZone) private readonly getOne: GetZone,
    @Inject(ListZones) private readonly listPage: ListZones,
  ) {}

  @Post()
  @Endpoint(createZone)
  async create(@Ctx() ctx: Context, @Input() input: InputOf<typeof createZone>): Promise<HttpReply> {
    const { body, idempotencyKey: key } = input;
    const request = { route: 'zones.create', key, payload: body };
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const zone = await this.createOne.execute(ctx, tx, {
        code: body.code,
        name: body.name,
        stationId: body.station_id,
        country: body.country,
        lat: body.lat,
        lng: body.lng,
        radiusM: body.radius_m,
        active: body.active,
      });
      return { status: 201, location: `/v1/zones/${zone.id}`, body: zoneView(zone), version: zone.version };
    });
    return reply.stored(result, replayed);
  }

  @Get()
  @Endpoint(listZones)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listZones>): Promise<HttpReply> {
    const rows = await this.listPage.execute(ctx, {
      stationId: query.station_id,
      country: query.country,
      active: query.active,
      after: query.cursor,
      limit: query.limit,
    });
    return reply.page(rows, query.limit, (row) => row.id, zoneView);
  }

  @Get(':id')
  @Endpoint(getZone)
  async get(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof getZone>): Promise<HttpReply> {
    const zone = await this.getOne.execute(ctx, params.id);
    return reply.ok(zoneView(zone), { version: zone.version });
  }

  @Patch(':id')
  @Endpoint(changeZone)
  async change(@Ctx() ctx: Context, @Input() input: InputOf<typeof changeZone>): Promise<HttpReply> {
    const { params, body, ifMatch } = input;
    const zone = await this.changeOne.execute(ctx, params.id, ifMatch, {
      name: body.name,
      stationId: body.station_id,
      lat: body.lat,
      lng: body.lng,
      radiusM: body.radius_m,
      active: body.active,
    });
    return reply.ok(zoneView(zone), { version: zone.version });
  }

  @Delete(':id')
  @Endpoint(removeZone)
  async remove(@Ctx() ctx: Context, @Input() { params, ifMatch }: InputOf<typeof removeZone>): Promise<HttpReply> {
    await this.removeOne.execute(ctx, params.id, ifMatch);
    return reply.noContent();
  }
}
