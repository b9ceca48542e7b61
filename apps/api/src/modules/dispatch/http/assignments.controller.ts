import { Ctx, Endpoint, endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import type { Context } from '#lib/kernel';
import { Controller, Get, Inject } from '@nestjs/common';
import { ReadAssignments } from '../use-cases/read-assignments';
import { AssignmentOrder, AssignmentPage, AssignmentQuery, AssignmentView, assignmentView } from './assignment.dto';

const listAssignments = endpoint({
  tag: 'assignments',
  summary: 'List active assignments, of a courier or an order',
  auth: { roles: ['viewer', 'operator', 'admin'] },
  query: AssignmentQuery,
  success: { status: 200, body: AssignmentPage },
});

const getAssignment = endpoint({
  tag: 'assignments',
  summary: 'Read who carries an order, and why',
  auth: { roles: ['viewer', 'operator', 'admin'] },
  params: AssignmentOrder,
  success: { status: 200, body: AssignmentView },
  problems: [404],
});

@Controller('v1/assignments')
export class AssignmentsController {
  constructor(@Inject(ReadAssignments) private readonly readAssignments: ReadAssignments) {}

  @Get()
  @Endpoint(listAssignments)
  async list(@Ctx() ctx: Context, @Input() input: InputOf<typeof listAssignments>): Promise<HttpReply> {
    const { limit, cursor, courier_id: courierId, order_id: orderId } = input.query;
    const found = await this.readAssignments.list(ctx, { courierId, orderId, afterOrderId: cursor, limit });
    return reply.page(found, limit, (assignment) => assignment.orderId, assignmentView);
  }

  @Get(':order_id')
  @Endpoint(getAssignment)
  async get(@Ctx() ctx: Context, @Input() input: InputOf<typeof getAssignment>): Promise<HttpReply> {
    return reply.ok(assignmentView(await this.readAssignments.one(ctx, input.params.order_id)));
  }
}
