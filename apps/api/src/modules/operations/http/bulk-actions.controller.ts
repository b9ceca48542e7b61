import { Ctx, Endpoint, type HttpReply, Input, type InputOf } from '#lib/http';
import type { Context } from '#lib/kernel';
import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { BulkActionReplies } from './bulk-action-replies';
import { getBulkAction, startBulkAction } from './bulk-actions.endpoints';

@Controller('v1')
export class BulkActionsController {
  constructor(@Inject(BulkActionReplies) private readonly replies: BulkActionReplies) {}

  @Post('orders/bulk-actions')
  @HttpCode(200)
  @Endpoint(startBulkAction)
  start(@Ctx() ctx: Context, @Input() { body, idempotencyKey }: InputOf<typeof startBulkAction>): Promise<HttpReply> {
    const { action, order_ids: orderIds, reason } = body;
    const wish = () => Promise.resolve({ action, orderIds, reason });
    return this.replies.start(ctx, { route: 'orders.bulk-actions', key: idempotencyKey, payload: body, wish });
  }

  @Get('bulk-actions/:id')
  @Endpoint(getBulkAction)
  get(@Ctx() ctx: Context, @Input() { params, query }: InputOf<typeof getBulkAction>): Promise<HttpReply> {
    const { limit, status, cursor } = query;
    return this.replies.read(ctx, params.id, { limit, status, after: Number(cursor ?? 0) });
  }
}
