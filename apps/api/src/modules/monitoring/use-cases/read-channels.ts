import { Database } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Channel } from '../domain/channel';
import { ChannelRepository } from '../persistence/channel.repository';

/** The ways to reach people. */
@Injectable()
export class ReadChannels {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ChannelRepository) private readonly channels: ChannelRepository,
  ) {}

  page(ctx: Context, after: string | undefined, limit: number): Promise<Channel[]> {
    return this.channels.list(this.database.statements(ctx), after, limit);
  }

  async one(ctx: Context, id: string): Promise<Channel> {
    const channel = await this.channels.find(this.database.statements(ctx), id);
    if (channel === undefined) throw channelNotFound(id);
    return channel;
  }
}

export function channelNotFound(id: string): DomainError {
  return new DomainError('not_found', 'monitoring.channel_not_found', `There is no channel ${id}`);
}
