import type { Severity } from '#lib/alerting';
import { Database, type Tx } from '#lib/database';
import { requireVersion } from '#lib/http';
import { CLOCK, type Clock, type Context, DomainError, uuidv7 } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Topic } from '../domain/alert-rules';
import { type Channel, type ChannelKind, DEFAULT_TOPICS } from '../domain/channel';
import { ChannelRepository } from '../persistence/channel.repository';
import { channelNotFound } from './read-channels';

export interface NewChannel {
  readonly name: string;
  readonly kind: ChannelKind;
  readonly url: string;
  readonly to?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly secret?: string | undefined;
  readonly topics?: readonly Topic[] | undefined;
  readonly least_severity: Severity;
  readonly active: boolean;
}

export type ChannelChange = Partial<Omit<NewChannel, 'name' | 'kind' | 'from'>>;

/** Makes, changes and removes channels. */
@Injectable()
export class ChangeChannels {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ChannelRepository) private readonly channels: ChannelRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async create(tx: Tx, asked: NewChannel): Promise<Channel> {
    const channel: Channel = {
      id: uuidv7(),
      name: asked.name,
      kind: asked.kind,
      target: { url: asked.url, to: asked.to, from: asked.from },
      secret: asked.secret ?? null,
      topics: [...new Set(asked.topics ?? DEFAULT_TOPICS[asked.kind])],
      leastSeverity: asked.kind === 'alertmanager' ? 'none' : asked.least_severity,
      active: asked.active,
      version: 1,
      createdAt: this.clock.now(),
    };
    if (await this.channels.insert(tx, channel)) return channel;
    throw new DomainError('conflict', 'monitoring.channel_name_taken', `There is a channel ${asked.name} already`);
  }

  async change(ctx: Context, id: string, expectedVersion: number, asked: ChannelChange): Promise<Channel> {
    return this.database.transaction(ctx, async (tx) => {
      const channel = await this.locked(tx, id, expectedVersion);
      const changed: Channel = {
        ...channel,
        target: { ...channel.target, url: asked.url ?? channel.target.url, to: asked.to ?? channel.target.to },
        secret: asked.secret ?? channel.secret,
        topics: [...new Set(asked.topics ?? channel.topics)],
        leastSeverity: asked.least_severity ?? channel.leastSeverity,
        active: asked.active ?? channel.active,
        version: channel.version + 1,
      };
      this.channels.update(tx, changed);
      return changed;
    });
  }

  async remove(ctx: Context, id: string, expectedVersion: number): Promise<void> {
    await this.database.transaction(ctx, async (tx) => {
      await this.locked(tx, id, expectedVersion);
      this.channels.remove(tx, id);
    });
  }

  private async locked(tx: Tx, id: string, expectedVersion: number): Promise<Channel> {
    const channel = await this.channels.lock(tx, id);
    if (channel === undefined) throw channelNotFound(id);
    requireVersion(channel.version, expectedVersion);
    return channel;
  }
}
