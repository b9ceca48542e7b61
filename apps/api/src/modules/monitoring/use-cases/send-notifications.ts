import { Database, type Queryable } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Log } from '#lib/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { ATTEMPTS_LIMIT, backOffMs } from '../domain/back-off';
import type { Channel } from '../domain/channel';
import { ticketIdOf } from '../domain/channels/ticket';
import type { Incident } from '../domain/incident';
import { ChannelRepository } from '../persistence/channel.repository';
import { IncidentRepository } from '../persistence/incident.repository';
import { NotificationRepository, type TakenNotification } from '../persistence/notification.repository';
import { TicketRepository } from '../persistence/ticket.repository';
import { ChannelSender } from '../sending/channel-sender';
import { messageOf } from '../sending/message-of';

/** At once: one slow gateway holds up one of them for three seconds. */
const BATCH = 16;

/** Sends what is due. Each attempt counts before it is made, so one that kills its process is not made for ever. */
@Injectable()
export class SendNotifications {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(NotificationRepository) private readonly notifications: NotificationRepository,
    @Inject(ChannelRepository) private readonly channels: ChannelRepository,
    @Inject(IncidentRepository) private readonly incidents: IncidentRepository,
    @Inject(TicketRepository) private readonly tickets: TicketRepository,
    @Inject(ChannelSender) private readonly sender: ChannelSender,
    @Inject(Log) private readonly log: Log,
  ) {}

  async execute(ctx: Context): Promise<void> {
    const db = this.database.statements(ctx);
    const taken = await this.notifications.take(db, BATCH);
    if (taken.length === 0) return;
    const channels = new Map((await this.channels.all(db)).map((channel) => [channel.id, channel]));
    const incidents = await this.incidents.findMany(
      db,
      taken.flatMap(({ incidentId }) => incidentId ?? []),
    );
    await Promise.all(
      taken.map((notification) => {
        const incident = incidents.get(notification.incidentId ?? '');
        return this.deliver(db, { ...notification, incident }, channels.get(notification.channelId));
      }),
    );
  }

  private async deliver(
    db: Queryable,
    notification: TakenNotification & { readonly incident: Incident | undefined },
    channel: Channel | undefined,
  ): Promise<void> {
    if (channel === undefined) return; // removed meanwhile, and its notifications with it
    try {
      const answer = await this.sender.send(channel, notification);
      await this.keepTicket(db, notification, answer);
    } catch (error) {
      const isLast = notification.attempt >= ATTEMPTS_LIMIT || notification.kind === 'test';
      const againInMs = backOffMs(notification.attempt, spreadOf(notification.id));
      const reason = messageOf(error);
      this.log.warn('A notification was not delivered', {
        channel: channel.name,
        attempt: notification.attempt,
        reason,
      });
      await this.notifications.failed(db, notification.id, reason, againInMs, isLast);
      return;
    }
    await this.notifications.sent(db, notification.id);
  }

  private async keepTicket(db: Queryable, { kind, incidentId }: TakenNotification, answer: string): Promise<void> {
    const ticketId = ticketIdOf(answer);
    if (kind !== 'ticket_open' || incidentId === null || ticketId === undefined) return;
    await this.tickets.keep(db, incidentId, ticketId);
  }
}

/** 0 to 1: the last digits of a UUIDv7 are random. */
function spreadOf(id: string): number {
  return Number.parseInt(id.slice(-4), 16) / 0xffff;
}
