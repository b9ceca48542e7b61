import { Controller, Delete, Get, Inject, Patch, Post } from '@nestjs/common';
import { Ctx, Endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { ChangeFacility } from '../use-cases/change-facility';
import { CreateFacility } from '../use-cases/create-facility';
import { GetFacility } from '../use-cases/get-facility';
import { ListFacilities } from '../use-cases/list-facilities';
import { RemoveFacility } from '../use-cases/remove-facility';
import {
  changeFacility,
  createFacility,
  getFacility,
  listFacilities,
  removeFacility,
  facilityView,
} from './facilities.dto';

@Controller('v1/facilities')
export class FacilitiesController {
  constructor(
    @Inject(Idempotency) private readonly idempotency: Idempotency,
    @Inject(CreateFacility) private readonly createOne: CreateFacility,
    @Inject(ChangeFacility) private readonly changeOne: ChangeFacility,
    @Inject(RemoveFacility) private readonly removeOne: RemoveFacility,
    @Inject(GetFacility) private readonly getOne: GetFacility,
    @Inject(ListFacilities) private readonly listPage: ListFacilities,
  ) {}

  @Post()
  @Endpoint(createFacility)
  async create(@Ctx() ctx: Context, @Input() input: InputOf<typeof createFacility>): Promise<HttpReply> {
    const { body, idempotencyKey: key } = input;
    const request = { route: 'facilities.create', key, payload: body };
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const facility = await this.createOne.execute(ctx, tx, body);
      return {
        status: 201,
        location: `/v1/facilities/${facility.id}`,
        body: facilityView(facility),
        version: facility.version,
      };
    });
    return reply.stored(result, replayed);
  }

  @Get()
  @Endpoint(listFacilities)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listFacilities>): Promise<HttpReply> {
    const rows = await this.listPage.execute(ctx, {
      kind: query.kind,
      country: query.country,
      active: query.active,
      after: query.cursor,
      limit: query.limit,
    });
    return reply.page(rows, query.limit, (row) => row.id, facilityView);
  }

  @Get(':id')
  @Endpoint(getFacility)
  async get(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof getFacility>): Promise<HttpReply> {
    const facility = await this.getOne.execute(ctx, params.id);
    return reply.ok(facilityView(facility), { version: facility.version });
  }

  @Patch(':id')
  @Endpoint(changeFacility)
  async change(@Ctx() ctx: Context, @Input() input: InputOf<typeof changeFacility>): Promise<HttpReply> {
    const { params, body, ifMatch } = input;
    const facility = await this.changeOne.execute(ctx, params.id, ifMatch, body);
    return reply.ok(facilityView(facility), { version: facility.version });
  }

  @Delete(':id')
  @Endpoint(removeFacility)
  async remove(@Ctx() ctx: Context, @Input() { params, ifMatch }: InputOf<typeof removeFacility>): Promise<HttpReply> {
    await this.removeOne.execute(ctx, params.id, ifMatch);
    return reply.noContent();
  }
}
