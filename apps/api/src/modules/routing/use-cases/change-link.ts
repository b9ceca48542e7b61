import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { requireVersion } from '#lib/http';
import { type Context, DomainError } from '#lib/kernel';
import { CurrentNetwork } from '../current-network';
import { LinkRepository, type LinkChange, type StoredLink } from '../persistence/link.repository';

@Injectable()
export class ChangeLink {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LinkRepository) private readonly links: LinkRepository,
    @Inject(CurrentNetwork) private readonly network: CurrentNetwork,
  ) {}

  execute(ctx: Context, id: number, expectedVersion: number, change: LinkChange): Promise<StoredLink> {
    return this.database.transaction(ctx, async (tx) => {
      const row = await this.links.lock(tx, id);
      if (row === null) throw new DomainError('not_found', 'routing.link_not_found', `There is no link ${id}`);
      requireVersion(row.version, expectedVersion);
      const changed = await this.links.change(tx, row, change);
      await this.network.announceChange(tx);
      return changed;
    });
  }
}
