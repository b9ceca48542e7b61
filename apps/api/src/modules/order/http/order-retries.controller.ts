import { Ctx, Endpoint, Input, reply, type HttpReply, type InputOf } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { Controller, Inject, Post } from '@nestjs/common';
import { RetryOrder } from '../use-cases/retry-order';
import { retryOrder } from './order.endpoints';

/** What operators do with orders that a stage has given up. */
@Controller('v1/orders')
export class OrderRetriesController {
  constructor(
    @Inject(RetryOrder) private readonly retrying: RetryOrder,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  @Post(':id/retry')
  @Endpoint(retryOrder)
  async retry(
    @Ctx() ctx: Context,
    @Input() { params, idempotencyKey }: InputOf<typeof retryOrder>,
  ): Promise<HttpReply> {
    const request = { route: 'orders.retry', key: idempotencyKey, payload: params };
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const { orderId, stage, version } = await this.retrying.execute(ctx, tx, params.id);
      return { status: 202, location: `/v1/orders/${orderId}`, body: { order_id: orderId, stage, version } };
    });
    return reply.stored(result, replayed);
  }
}
