import { Ctx, Endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { Controller, Delete, Get, Inject, Patch, Post } from '@nestjs/common';
import { ChangeChannels } from '../use-cases/change-channels';
import { ReadChannels } from '../use-cases/read-channels';
import { TestChannel } from '../use-cases/test-channel';
import { toChannelView } from './channels.dto';
import {
  changeChannel,
  createChannel,
  listChannels,
  readChannel,
  removeChannel,
  testChannel,
} from './channels.endpoints';
import { idCursor } from './id-cursor';

@Controller('v1/alerts')
export class ChannelsController {
  constructor(
    @Inject(ReadChannels) private readonly reading: ReadChannels,
    @Inject(ChangeChannels) private readonly changing: ChangeChannels,
    @Inject(TestChannel) private readonly testing: TestChannel,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  @Post('channels')
  @Endpoint(createChannel)
  async create(@Ctx() ctx: Context, @Input() input: InputOf<typeof createChannel>): Promise<HttpReply> {
    const { body, idempotencyKey: key } = input;
    const { result, replayed } = await this.idempotency.run(
      ctx,
      { route: 'alerts.create-channel', key, payload: body },
      async (tx) => {
        const channel = await this.changing.create(tx, body);
        const location = `/v1/alerts/channels/${channel.id}`;
        return { status: 201, location, body: toChannelView(channel), version: channel.version };
      },
    );
    return reply.stored(result, replayed);
  }

  @Get('channels')
  @Endpoint(listChannels)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listChannels>): Promise<HttpReply> {
    const channels = await this.reading.page(ctx, idCursor(query.cursor), query.limit + 1);
    return reply.page(channels, query.limit, ({ id }) => id, toChannelView);
  }

  @Get('channels/:id')
  @Endpoint(readChannel)
  async read(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof readChannel>): Promise<HttpReply> {
    const channel = await this.reading.one(ctx, params.id);
    return reply.ok(toChannelView(channel), { version: channel.version });
  }

  @Patch('channels/:id')
  @Endpoint(changeChannel)
  async change(@Ctx() ctx: Context, @Input() input: InputOf<typeof changeChannel>): Promise<HttpReply> {
    const channel = await this.changing.change(ctx, input.params.id, input.ifMatch, input.body);
    return reply.ok(toChannelView(channel), { version: channel.version });
  }

  @Delete('channels/:id')
  @Endpoint(removeChannel)
  async remove(@Ctx() ctx: Context, @Input() input: InputOf<typeof removeChannel>): Promise<HttpReply> {
    await this.changing.remove(ctx, input.params.id, input.ifMatch);
    return reply.noContent();
  }

  @Post('test')
  @Endpoint(testChannel)
  async test(@Ctx() ctx: Context, @Input() { body }: InputOf<typeof testChannel>): Promise<HttpReply> {
    const { delivered, error } = await this.testing.execute(ctx, body.channel_id);
    return reply.ok({ delivered, error: error ?? null });
  }
}
