import { Controller, Delete, Get, Inject, Patch, Post } from '@nestjs/common';
import { Ctx, Endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { weekdaysMask } from '../domain/weekdays';
import { ChangeTimetable } from '../use-cases/change-timetable';
import { CreateTimetable } from '../use-cases/create-timetable';
import { GetTimetable } from '../use-cases/get-timetable';
import { ListTimetables } from '../use-cases/list-timetables';
import { RemoveTimetable } from '../use-cases/remove-timetable';
import {
  changeTimetable,
  createTimetable,
  getTimetable,
  listTimetables,
  removeTimetable,
  timetableView,
} from './timetables.dto';

@Controller('v1/timetables')
export class TimetablesController {
  constructor(
    @Inject(Idempotency) private readonly idempotency: Idempotency,
    @Inject(CreateTimetable) private readonly createOne: CreateTimetable,
    @Inject(ChangeTimetable) private readonly changeOne: ChangeTimetable,
    @Inject(RemoveTimetable) private readonly removeOne: RemoveTimetable,
    @Inject(GetTimetable) private readonly getOne: GetTimetable,
    @Inject(ListTimetables) private readonly listPage: ListTimetables,
  ) {}

  @Post()
  @Endpoint(createTimetable)
  async create(@Ctx() ctx: Context, @Input() input: InputOf<typeof createTimetable>): Promise<HttpReply> {
    const { body, idempotencyKey: key } = input;
    const request = { route: 'timetables.create', key, payload: body };
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const timetable = await this.createOne.execute(ctx, tx, {
        linkId: body.link_id,
        departsMinute: body.departs_minute,
        weekdays: weekdaysMask(body.weekdays),
        seats: body.seats,
        active: body.active,
      });
      const { id, version } = timetable;
      return { status: 201, location: `/v1/timetables/${id}`, body: timetableView(timetable), version };
    });
    return reply.stored(result, replayed);
  }

  @Get()
  @Endpoint(listTimetables)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listTimetables>): Promise<HttpReply> {
    const { link_id: linkId, active, cursor: after, limit } = query;
    const rows = await this.listPage.execute(ctx, { linkId, active, after, limit });
    return reply.page(rows, limit, (row) => row.id, timetableView);
  }

  @Get(':id')
  @Endpoint(getTimetable)
  async get(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof getTimetable>): Promise<HttpReply> {
    const timetable = await this.getOne.execute(ctx, params.id);
    return reply.ok(timetableView(timetable), { version: timetable.version });
  }

  @Patch(':id')
  @Endpoint(changeTimetable)
  async change(@Ctx() ctx: Context, @Input() input: InputOf<typeof changeTimetable>): Promise<HttpReply> {
    const { departs_minute: departsMinute, weekdays, seats, active } = input.body;
    const timetable = await this.changeOne.execute(ctx, input.params.id, input.ifMatch, {
      ...(departsMinute !== undefined && { departsMinute }),
      ...(weekdays !== undefined && { weekdays: weekdaysMask(weekdays) }),
      ...(seats !== undefined && { seats }),
      ...(active !== undefined && { active }),
    });
    return reply.ok(timetableView(timetable), { version: timetable.version });
  }

  @Delete(':id')
  @Endpoint(removeTimetable)
  async remove(@Ctx() ctx: Context, @Input() input: InputOf<typeof removeTimetable>): Promise<HttpReply> {
    await this.removeOne.execute(ctx, input.params.id, input.ifMatch);
    return reply.noContent();
  }
}
