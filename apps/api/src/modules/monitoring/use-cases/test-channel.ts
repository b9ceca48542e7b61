import { CLOCK, type Clock, type Context, uuidv7 } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { ChannelSender } from '../sending/channel-sender';
import { messageOf } from '../sending/message-of';
import { ReadChannels } from './read-channels';

/** Tries a channel out, once and now: whoever asks waits for the answer. */
@Injectable()
export class TestChannel {
  constructor(
    @Inject(ReadChannels) private readonly channels: ReadChannels,
    @Inject(ChannelSender) private readonly sender: ChannelSender,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(ctx: Context, channelId: string): Promise<{ delivered: boolean; error?: string }> {
    const channel = await this.channels.one(ctx, channelId);
    const at = this.clock.now().toISOString();
    try {
      await this.sender.send(channel, { id: uuidv7(), groupKey: 'test', kind: 'test', alerts: [], at });
      return { delivered: true };
    } catch (error) {
      return { delivered: false, error: messageOf(error) };
    }
  }
}
