import { Controller, Delete, Get, Inject, Patch, Post } from '@nestjs/common';
import { Ctx, Endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { ChangeLink } from '../use-cases/change-link';
import { CreateLink } from '../use-cases/create-link';
import { GetLink } from '../use-cases/get-link';
import { ListLinks } from '../use-cases/list-links';
import { RemoveLink } from '../use-cases/remove-link';
import { changeLink, createLink, getLink, listLinks, removeLink, linkView } from './links.dto';

@Controller('v1/links')
export class LinksController {
  constructor(
    @Inject(Idempotency) private readonly idempotency: Idempotency,
    @Inject(CreateLink) private readonly createOne: CreateLink,
    @Inject(ChangeLink) private readonly changeOne: ChangeLink,
    @Inject(RemoveLink) private readonly removeOne: RemoveLink,
    @Inject(GetLink) private readonly getOne: GetLink,
    @Inject(ListLinks) private readonly listPage: ListLinks,
  ) {}

  @Post()
  @Endpoint(createLink)
  async create(@Ctx() ctx: Context, @Input() input: InputOf<typeof createLink>): Promise<HttpReply> {
    const { body, idempotencyKey: key } = input;
    const request = { route: 'links.create', key, payload: body };
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const link = await this.createOne.execute(ctx, tx, {
        fromFacilityId: body.from_facility_id,
        toFacilityId: body.to_facility_id,
        distanceM: body.distance_m,
        durationS: body.duration_s,
        closed: body.closed,
      });
      return { status: 201, location: `/v1/links/${link.id}`, body: linkView(link), version: link.version };
    });
    return reply.stored(result, replayed);
  }

  @Get()
  @Endpoint(listLinks)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listLinks>): Promise<HttpReply> {
    const rows = await this.listPage.execute(ctx, {
      fromFacilityId: query.from_facility_id,
      toFacilityId: query.to_facility_id,
      closed: query.closed,
      after: query.cursor,
      limit: query.limit,
    });
    return reply.page(rows, query.limit, (row) => String(row.id), linkView);
  }

  @Get(':id')
  @Endpoint(getLink)
  async get(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof getLink>): Promise<HttpReply> {
    const link = await this.getOne.execute(ctx, params.id);
    return reply.ok(linkView(link), { version: link.version });
  }

  @Patch(':id')
  @Endpoint(changeLink)
  async change(@Ctx() ctx: Context, @Input() input: InputOf<typeof changeLink>): Promise<HttpReply> {
    const { params, body, ifMatch } = input;
    const link = await this.changeOne.execute(ctx, params.id, ifMatch, {
      distanceM: body.distance_m,
      durationS: body.duration_s,
      closed: body.closed,
    });
    return reply.ok(linkView(link), { version: link.version });
  }

  @Delete(':id')
  @Endpoint(removeLink)
  async remove(@Ctx() ctx: Context, @Input() { params, ifMatch }: InputOf<typeof removeLink>): Promise<HttpReply> {
    await this.removeOne.execute(ctx, params.id, ifMatch);
    return reply.noContent();
  }
}
