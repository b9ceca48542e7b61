import type { Labels } from '#lib/alerting';
import type { Tx } from '#lib/database';
import { Inject, Injectable } from '@nestjs/common';
import { opensTickets } from '../domain/channel';
import { ChannelRepository } from '../persistence/channel.repository';
import { IncidentRepository } from '../persistence/incident.repository';
import { TicketRepository } from '../persistence/ticket.repository';

/** Opens and closes incidents, and with them their tickets: in the transaction that changes the alerts, so that none is forgotten. */
@Injectable()
export class KeepIncidents {
  constructor(
    @Inject(IncidentRepository) private readonly incidents: IncidentRepository,
    @Inject(TicketRepository) private readonly tickets: TicketRepository,
    @Inject(ChannelRepository) private readonly channels: ChannelRepository,
  ) {}

  /** Opens one for the group unless one is open. */
  async open(tx: Tx, incident: Parameters<IncidentRepository['open']>[1], labels: Labels): Promise<void> {
    this.incidents.open(tx, incident);
    const desks = (await this.channels.all(tx)).filter((channel) => opensTickets(channel, labels));
    this.tickets.open(
      tx,
      incident.id,
      desks.map(({ id }) => id),
    );
  }

  close(tx: Tx, groupKey: string, closedAt: Date, ended: object): void {
    this.incidents.close(tx, groupKey, closedAt, ended);
    this.tickets.close(tx, groupKey, closedAt);
  }
}
