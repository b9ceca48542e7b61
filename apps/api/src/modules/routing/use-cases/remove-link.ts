import { Inject, Injectable } from '@nestjs/common';
import { Database, TransactionalEvents } from '#lib/database';
import { requireVersion } from '#lib/http';
import { type Context, DomainError } from '#lib/kernel';
import { CurrentNetwork } from '../current-network';
import { LinkRepository } from '../persistence/link.repository';
import { LinkRemoved } from '../routing.events';

/** Deletes a link that nothing refers to; otherwise a conflict tells what does. */
@Injectable()
export class RemoveLink {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LinkRepository) private readonly links: LinkRepository,
    @Inject(CurrentNetwork) private readonly network: CurrentNetwork,
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
  ) {}

  execute(ctx: Context, id: number, expectedVersion: number): Promise<void> {
    return this.database.transaction(ctx, async (tx) => {
      const row = await this.links.lock(tx, id);
      if (row === null) throw new DomainError('not_found', 'routing.link_not_found', `There is no link ${id}`);
      requireVersion(row.version, expectedVersion);
      await this.links.delete(tx, id);
      await this.events.publish(ctx, tx, new LinkRemoved(id));
      await this.network.announceChange(tx);
    });
  }
}
