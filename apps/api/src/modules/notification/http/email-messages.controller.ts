import { Ctx, Endpoint, Input, reply, type HttpReply, type InputOf } from '#lib/http';
import type { Context } from '#lib/kernel';
import { Controller, Get, Inject } from '@nestjs/common';
import { ReadEmails } from '../use-cases/read-emails';
import { emailMessageView } from './email-templates.dto';
import { listMessages } from './email-templates.endpoints';

@Controller('v1/email-messages')
export class EmailMessagesController {
  constructor(@Inject(ReadEmails) private readonly reading: ReadEmails) {}

  @Get()
  @Endpoint(listMessages)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listMessages>): Promise<HttpReply> {
    const { merchant_id: merchantId, order_id: orderId, state, cursor: beforeId } = query;
    const messages = await this.reading.messages(ctx, { merchantId, orderId, state, beforeId }, query.limit + 1);
    return reply.page(messages, query.limit, ({ id }) => id, emailMessageView);
  }
}
