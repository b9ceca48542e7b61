import { Ctx, Endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import type { Context } from '#lib/kernel';
import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ReadZoneDispatch } from '../use-cases/read-zone-dispatch';
import { ReassignOrder } from '../use-cases/reassign-order';
import { reassignmentViewOf, zoneDispatchViewOf } from './dispatch-desk.dto';
import { readZoneDispatch, reassignOrder } from './dispatch-desk.endpoints';

/** What whoever plans the last miles sees and does. Its order's module, since the order's lock and version come first. */
@Controller('v1')
export class DispatchDeskController {
  constructor(
    @Inject(ReassignOrder) private readonly reassigning: ReassignOrder,
    @Inject(ReadZoneDispatch) private readonly reading: ReadZoneDispatch,
  ) {}

  @Post('assignments/:order_id/reassign')
  @HttpCode(200)
  @Endpoint(reassignOrder)
  async reassign(@Ctx() ctx: Context, @Input() input: InputOf<typeof reassignOrder>): Promise<HttpReply> {
    const { courier_id: courierId, reason } = input.body;
    const wish = { orderId: input.params.order_id, ifMatch: input.ifMatch, courierId, reason };
    const isPreview = input.query.preview === true;
    const done = isPreview ? await this.reassigning.preview(ctx, wish) : await this.reassigning.execute(ctx, wish);
    return reply.ok(reassignmentViewOf(done, !isPreview), { version: done.version });
  }

  @Get('zones/:id/dispatch')
  @Endpoint(readZoneDispatch)
  async zone(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof readZoneDispatch>): Promise<HttpReply> {
    return reply.ok(zoneDispatchViewOf(await this.reading.execute(ctx, params.id)));
  }
}
