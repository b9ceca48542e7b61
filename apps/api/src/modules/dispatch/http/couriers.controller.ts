import { Ctx, Endpoint, endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { Controller, Get, Inject, Patch, Post } from '@nestjs/common';
import { ChangeCourier } from '../use-cases/change-courier';
import { EnrolCouriers } from '../use-cases/enrol-couriers';
import { ReadCouriers } from '../use-cases/read-couriers';
import { RecordPosition } from '../use-cases/record-position';
import {
  changesOf,
  CourierBody,
  CourierId,
  CourierPage,
  CourierPatch,
  CourierQuery,
  courierView,
  CourierView,
  newCourierOf,
  PositionBody,
} from './courier.dto';

const createCourier = endpoint({
  tag: 'couriers',
  summary: 'Take a courier on',
  auth: { roles: ['operator', 'admin'] },
  body: CourierBody,
  idempotency: true,
  success: { status: 201, body: CourierView },
  problems: [409, 422],
});

const listCouriers = endpoint({
  tag: 'couriers',
  summary: 'List couriers, of one zone or of all',
  auth: { roles: ['viewer', 'operator', 'admin'] },
  query: CourierQuery,
  success: { status: 200, body: CourierPage },
});

const getCourier = endpoint({
  tag: 'couriers',
  summary: 'Read a courier',
  auth: { roles: ['courier', 'viewer', 'operator', 'admin'] },
  params: CourierId,
  success: { status: 200, body: CourierView },
  problems: [404],
});

const changeCourier = endpoint({
  tag: 'couriers',
  summary: 'Change a courier; orders already given stay',
  auth: { roles: ['operator', 'admin'] },
  params: CourierId,
  body: CourierPatch,
  ifMatch: true,
  success: { status: 200, body: CourierView },
  problems: [404, 422],
});

const recordPosition = endpoint({
  tag: 'couriers',
  summary: 'Tell where a courier is; an older position than the one known changes nothing',
  auth: { roles: ['courier', 'operator'] },
  params: CourierId,
  body: PositionBody,
  success: { status: 204 },
  problems: [404, 422],
});

@Controller('v1/couriers')
export class CouriersController {
  constructor(
    @Inject(EnrolCouriers) private readonly enrolCouriers: EnrolCouriers,
    @Inject(ChangeCourier) private readonly changeOne: ChangeCourier,
    @Inject(ReadCouriers) private readonly readCouriers: ReadCouriers,
    @Inject(RecordPosition) private readonly recordOne: RecordPosition,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @Endpoint(createCourier)
  async create(@Ctx() ctx: Context, @Input() input: InputOf<typeof createCourier>): Promise<HttpReply> {
    const request = { route: 'couriers.create', key: input.idempotencyKey, payload: input.body };
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const [courier] = await this.enrolCouriers.execute(ctx, tx, [newCourierOf(input.body)]);
      if (courier === undefined) throw new Error('No courier was enrolled');
      return {
        status: 201,
        location: `/v1/couriers/${courier.id}`,
        body: courierView(courier),
        version: courier.version,
      };
    });
    return reply.stored(result, replayed);
  }

  @Get()
  @Endpoint(listCouriers)
  async list(@Ctx() ctx: Context, @Input() input: InputOf<typeof listCouriers>): Promise<HttpReply> {
    const { limit, cursor, zone_id: zoneId } = input.query;
    const couriers = await this.readCouriers.list(ctx, { zoneId, afterId: cursor, limit });
    return reply.page(couriers, limit, (courier) => courier.id, courierView);
  }

  @Get(':id')
  @Endpoint(getCourier)
  async get(@Ctx() ctx: Context, @Input() input: InputOf<typeof getCourier>): Promise<HttpReply> {
    const courier = await this.readCouriers.one(ctx, input.params.id);
    return reply.ok(courierView(courier), { version: courier.version });
  }

  @Patch(':id')
  @Endpoint(changeCourier)
  async change(@Ctx() ctx: Context, @Input() input: InputOf<typeof changeCourier>): Promise<HttpReply> {
    const courier = await this.changeOne.execute(ctx, input.params.id, input.ifMatch, changesOf(input.body));
    return reply.ok(courierView(courier), { version: courier.version });
  }

  @Post(':id/position')
  @Endpoint(recordPosition)
  async record(@Ctx() ctx: Context, @Input() input: InputOf<typeof recordPosition>): Promise<HttpReply> {
    const { lat, lng, recorded_at: recordedAt } = input.body;
    await this.recordOne.execute(ctx, input.params.id, { lat, lng }, new Date(recordedAt));
    return reply.noContent();
  }
}
