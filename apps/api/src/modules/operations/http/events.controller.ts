import { Ctx, Endpoint, HttpReply, Input, type InputOf } from '#lib/http';
import type { Context } from '#lib/kernel';
import { Controller, Get, Inject } from '@nestjs/common';
import { LiveEvents } from '../live/live-events';
import { followEvents } from './events.endpoints';

/** No cache keeps it and no proxy gathers it. */
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
};

@Controller('v1/events')
export class EventsController {
  constructor(@Inject(LiveEvents) private readonly live: LiveEvents) {}

  @Get()
  @Endpoint(followEvents)
  async follow(@Ctx() ctx: Context, @Input() { query, headers }: InputOf<typeof followEvents>): Promise<HttpReply> {
    const types = query.types === undefined ? undefined : new Set(query.types);
    const stream = await this.live.open(ctx, { orderId: query.order_id, types }, headers['last-event-id']);
    return new HttpReply(200, stream.body, HEADERS);
  }
}
