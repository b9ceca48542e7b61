import { tellAt } from '#lib/alerting';
import type { Tx } from '#lib/database';
import { uuidv7 } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { GROUP_POLICY } from '../domain/alert-policy';
import { type Channel, tells } from '../domain/channel';
import type { ToldAlert } from '../domain/notification';
import type { Telling } from '../domain/tellings';
import { ChannelRepository } from '../persistence/channel.repository';
import { GroupRepository } from '../persistence/group.repository';
import { type NewNotification, NotificationRepository } from '../persistence/notification.repository';

/** Whether a channel takes part. */
type Audience = (channel: Channel) => boolean;

/** Where nobody is left out. */
const everybody: Audience = () => true;

/** Writes what is to be told into the outbox, in the transaction that changes the alerts: none is lost, whoever dies. */
@Injectable()
export class TellChannels {
  constructor(
    @Inject(ChannelRepository) private readonly channels: ChannelRepository,
    @Inject(GroupRepository) private readonly groups: GroupRepository,
    @Inject(NotificationRepository) private readonly notifications: NotificationRepository,
  ) {}

  /** Answers when each group will have been told. */
  async execute(
    tx: Tx,
    tellings: readonly Telling[],
    lastToldMs: ReadonlyMap<string, number>,
    nowMs: number,
    audience: Audience = everybody,
  ): Promise<Map<string, number>> {
    const told = new Map<string, number>();
    if (tellings.length === 0) return told;
    const channels = (await this.channels.all(tx)).filter(audience);
    for (const { groupKey, alerts, isNews } of tellings) {
      const dueMs = isNews ? tellAt(nowMs, lastToldMs.get(groupKey), GROUP_POLICY) : nowMs;
      told.set(groupKey, dueMs);
      this.groups.told(tx, groupKey, new Date(dueMs));
      this.notifications.write(tx, notificationsFor(channels, groupKey, alerts, dueMs));
    }
    return told;
  }
}

function notificationsFor(
  channels: readonly Channel[],
  groupKey: string,
  alerts: readonly ToldAlert[],
  dueMs: number,
): NewNotification[] {
  return channels.flatMap((channel) => {
    const own = alerts.filter(({ labels }) => tells(channel, labels));
    if (own.length === 0) return [];
    const dueAt = new Date(dueMs);
    return [{ id: uuidv7(), channelId: channel.id, groupKey, kind: 'alert' as const, alerts: own, dueAt }];
  });
}
