import { Ctx, Endpoint, endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import { type Context, DomainError } from '#lib/kernel';
import { Controller, Get, Inject, Post } from '@nestjs/common';
import { ReadTasks } from '../use-cases/read-tasks';
import { ReportTaskEvent } from '../use-cases/report-task-event';
import { receiptView, ReceiptView } from './receipt.dto';
import {
  proofView,
  TaskDetailView,
  TaskEventBody,
  taskEventOf,
  TaskId,
  TaskPage,
  TaskQuery,
  taskView,
} from './task.dto';

const listTasks = endpoint({
  tag: 'tasks',
  summary: 'List parcels to be brought to the door, in the order they reached the station',
  auth: { roles: ['courier', 'viewer', 'operator', 'admin'] },
  query: TaskQuery,
  success: { status: 200, body: TaskPage },
});

const getTask = endpoint({
  tag: 'tasks',
  summary: 'Read a task, and the proof of its delivery',
  auth: { roles: ['courier', 'viewer', 'operator', 'admin'] },
  params: TaskId,
  success: { status: 200, body: TaskDetailView },
  problems: [404],
});

const reportEvent = endpoint({
  tag: 'tasks',
  summary: 'Report what happened to a parcel at the door',
  description:
    'delivered needs a proof, a failed attempt and a refusal need a reason_code. The same event_id again changes nothing and is answered as the first time. A report that comes late is kept, but never moves a parcel back.',
  auth: { roles: ['courier', 'operator'] },
  params: TaskId,
  body: TaskEventBody,
  success: { status: 200, body: ReceiptView },
  problems: [404, 409, 422],
});

@Controller('v1/tasks')
export class TasksController {
  constructor(
    @Inject(ReadTasks) private readonly readTasks: ReadTasks,
    @Inject(ReportTaskEvent) private readonly reportTaskEvent: ReportTaskEvent,
  ) {}

  @Get()
  @Endpoint(listTasks)
  async list(@Ctx() ctx: Context, @Input() input: InputOf<typeof listTasks>): Promise<HttpReply> {
    const { limit, cursor, state } = input.query;
    const courierId = input.query.courier_id ?? ctx.actor.courierId;
    if (courierId === undefined) throw courierRequired();
    const tasks = await this.readTasks.list(ctx, { courierId, state, afterId: cursor, limit });
    return reply.page(tasks, limit, ({ task }) => task.id, taskView);
  }

  @Get(':id')
  @Endpoint(getTask)
  async get(@Ctx() ctx: Context, @Input() input: InputOf<typeof getTask>): Promise<HttpReply> {
    const found = await this.readTasks.one(ctx, input.params.id);
    // A task changes only with its order, so the order's version names its representation.
    return reply.ok({ ...taskView(found), proof: proofView(found.proof) }, { version: found.order.version });
  }

  @Post(':id/events')
  @Endpoint(reportEvent)
  async report(@Ctx() ctx: Context, @Input() input: InputOf<typeof reportEvent>): Promise<HttpReply> {
    const { receipt, replayed } = await this.reportTaskEvent.execute(ctx, input.params.id, taskEventOf(input.body));
    return reply.ok(receiptView(receipt), replayed ? { headers: { 'idempotency-replayed': 'true' } } : {});
  }
}

function courierRequired(): DomainError {
  const errors = [{ pointer: 'courier_id', detail: 'is required: whose tasks?' }];
  return new DomainError('invalid_input', 'request.invalid', 'The request is not valid: see `errors`', { errors });
}
