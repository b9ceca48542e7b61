import { Ctx, Endpoint, endpoint, type HttpReply, reply } from '#lib/http';
import type { Context } from '#lib/kernel';
import { Controller, Get, Inject } from '@nestjs/common';
import { ReadOverview } from '../use-cases/read-overview';
import { overviewView, OverviewView, queuesView, QueuesView } from './overview.dto';

const readOverview = endpoint({
  tag: 'overview',
  summary: 'The state of the operation at a glance',
  description:
    'Rates are those of the last ten seconds that are over; `history` has a point for each minute of the last hour. Counts of waiting orders end at 100,000. At most a second old.',
  auth: { roles: ['viewer', 'operator', 'admin'] },
  success: { status: 200, body: OverviewView },
});

const listQueues = endpoint({
  tag: 'queues',
  summary: 'How deep and how old each queue is, and how fast its stage works',
  description: 'Messages are hints: what is to be done stands in `due_orders`. At most a second old.',
  auth: { roles: ['viewer', 'operator', 'admin'] },
  success: { status: 200, body: QueuesView },
});

@Controller('v1')
export class OverviewController {
  constructor(@Inject(ReadOverview) private readonly readOne: ReadOverview) {}

  @Get('overview')
  @Endpoint(readOverview)
  async read(@Ctx() ctx: Context): Promise<HttpReply> {
    return reply.ok(overviewView(await this.readOne.execute(ctx)), { headers: { 'cache-control': 'no-store' } });
  }

  @Get('queues')
  @Endpoint(listQueues)
  async queues(@Ctx() ctx: Context): Promise<HttpReply> {
    return reply.ok(queuesView(await this.readOne.execute(ctx)), { headers: { 'cache-control': 'no-store' } });
  }
}
