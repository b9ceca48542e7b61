import { Ctx, Endpoint, Input, reply, type HttpReply, type InputOf } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ReadEndpoints } from '../use-cases/read-endpoints';
import { ReplayDeliveries } from '../use-cases/replay-deliveries';
import { deliveryView, listDeliveries, ping, replayDelivery, replayFailed } from './webhook-deliveries.endpoints';

@Controller('v1/webhook-endpoints/:id')
export class WebhookDeliveriesController {
  constructor(
    @Inject(ReadEndpoints) private readonly reading: ReadEndpoints,
    @Inject(ReplayDeliveries) private readonly replays: ReplayDeliveries,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  @Get('deliveries')
  @Endpoint(listDeliveries)
  async list(@Ctx() ctx: Context, @Input() { params, query }: InputOf<typeof listDeliveries>): Promise<HttpReply> {
    const filter = { beforeId: query.cursor, state: query.state };
    const deliveries = await this.reading.deliveries(ctx, params.id, filter, query.limit + 1);
    return reply.page(deliveries, query.limit, (delivery) => delivery.id, deliveryView);
  }

  @Post('deliveries/:delivery_id/replay')
  @HttpCode(202)
  @Endpoint(replayDelivery)
  async replay(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof replayDelivery>): Promise<HttpReply> {
    const delivery = await this.replays.one(ctx, params.id, params.delivery_id);
    return reply.accepted(logOf(params.id), deliveryView(delivery));
  }

  @Post('replay')
  @HttpCode(200)
  @Endpoint(replayFailed)
  async replayFailed(@Ctx() ctx: Context, @Input() input: InputOf<typeof replayFailed>): Promise<HttpReply> {
    const { replayed, hasMore } = await this.replays.failedSince(ctx, input.params.id, input.body.since);
    return reply.ok({ replayed, has_more: hasMore });
  }

  @Post('ping')
  @HttpCode(202)
  @Endpoint(ping)
  async ping(@Ctx() ctx: Context, @Input() { params, idempotencyKey }: InputOf<typeof ping>): Promise<HttpReply> {
    const request = { route: 'webhook-endpoints.ping', key: idempotencyKey, payload: params };
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const delivery = await this.replays.ping(ctx, tx, params.id);
      return { status: 202, location: logOf(params.id), body: deliveryView(delivery) };
    });
    return reply.stored(result, replayed);
  }
}

function logOf(endpointId: string): string {
  return `/v1/webhook-endpoints/${endpointId}/deliveries`;
}
