import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { LinkRepository, type LinkFilter, type StoredLink } from '../persistence/link.repository';

/** Up to `limit + 1` links in the order of their ids. */
@Injectable()
export class ListLinks {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LinkRepository) private readonly links: LinkRepository,
  ) {}

  execute(ctx: Context, filter: LinkFilter): Promise<StoredLink[]> {
    return this.links.list(this.database.entities(ctx), filter);
  }
}
