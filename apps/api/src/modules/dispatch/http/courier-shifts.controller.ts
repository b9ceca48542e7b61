import { Ctx, Endpoint, endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Controller, Get, Inject, Post, Put } from '@nestjs/common';
import { AddShift } from '../use-cases/add-shift';
import { ChangeSchedule } from '../use-cases/change-schedule';
import { ReadCouriers } from '../use-cases/read-couriers';
import { CourierId } from './courier.dto';
import { ScheduleBody, scheduleEntries, ScheduleView, scheduleView } from './schedule.dto';
import { newShiftOf, ShiftBody, ShiftPage, ShiftQuery, ShiftView, shiftView } from './shift.dto';

const readSchedule = endpoint({
  tag: 'couriers',
  summary: "Read a courier's weekly pattern; its version is the courier's",
  auth: { roles: ['courier', 'viewer', 'operator', 'admin'] },
  params: CourierId,
  success: { status: 200, body: ScheduleView },
  problems: [404],
});

const replaceSchedule = endpoint({
  tag: 'couriers',
  summary: "Replace a courier's weekly pattern; its shifts ahead follow at once",
  auth: { roles: ['operator', 'admin'] },
  params: CourierId,
  body: ScheduleBody,
  ifMatch: true,
  success: { status: 200, body: ScheduleView },
  problems: [404, 422],
});

const listShifts = endpoint({
  tag: 'couriers',
  summary: "List a courier's shifts by their start",
  auth: { roles: ['courier', 'viewer', 'operator', 'admin'] },
  params: CourierId,
  query: ShiftQuery,
  success: { status: 200, body: ShiftPage },
  problems: [404],
});

const addShift = endpoint({
  tag: 'couriers',
  summary: 'Add a single shift beside the weekly pattern',
  auth: { roles: ['operator', 'admin'] },
  params: CourierId,
  body: ShiftBody,
  idempotency: true,
  success: { status: 201, body: ShiftView },
  problems: [404, 409, 422],
});

const DAY_MS = 86_400_000;

@Controller('v1/couriers/:id')
export class CourierShiftsController {
  constructor(
    @Inject(ReadCouriers) private readonly readCouriers: ReadCouriers,
    @Inject(ChangeSchedule) private readonly changeSchedule: ChangeSchedule,
    @Inject(AddShift) private readonly addOne: AddShift,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('schedule')
  @Endpoint(readSchedule)
  async schedule(@Ctx() ctx: Context, @Input() input: InputOf<typeof readSchedule>): Promise<HttpReply> {
    const schedule = await this.readCouriers.schedule(ctx, input.params.id);
    return reply.ok(scheduleView(input.params.id, schedule), { version: schedule.version });
  }

  @Put('schedule')
  @Endpoint(replaceSchedule)
  async replace(@Ctx() ctx: Context, @Input() input: InputOf<typeof replaceSchedule>): Promise<HttpReply> {
    const { id } = input.params;
    const schedule = await this.changeSchedule.execute(ctx, id, input.ifMatch, scheduleEntries(input.body));
    return reply.ok(scheduleView(id, schedule), { version: schedule.version });
  }

  @Get('shifts')
  @Endpoint(listShifts)
  async list(@Ctx() ctx: Context, @Input() input: InputOf<typeof listShifts>): Promise<HttpReply> {
    const { limit, cursor, from } = input.query;
    const after = cursor ?? from;
    const start = after === undefined ? new Date(this.clock.now().getTime() - DAY_MS) : new Date(after);
    const shifts = await this.readCouriers.shiftsOf(ctx, input.params.id, start, limit);
    return reply.page(shifts, limit, (shift) => shift.startsAt.toISOString(), shiftView);
  }

  @Post('shifts')
  @Endpoint(addShift)
  async add(@Ctx() ctx: Context, @Input() input: InputOf<typeof addShift>): Promise<HttpReply> {
    const { id } = input.params;
    const payload = { id, ...input.body };
    const request = { route: 'couriers.add-shift', key: input.idempotencyKey, payload };
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const shift = await this.addOne.execute(ctx, tx, newShiftOf(id, input.body));
      return { status: 201, location: `/v1/couriers/${id}/shifts`, body: shiftView(shift) };
    });
    return reply.stored(result, replayed);
  }
}
