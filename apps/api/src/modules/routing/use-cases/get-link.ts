import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { LinkRepository, type StoredLink } from '../persistence/link.repository';

@Injectable()
export class GetLink {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LinkRepository) private readonly links: LinkRepository,
  ) {}

  async execute(ctx: Context, id: number): Promise<StoredLink> {
    const row = await this.links.find(this.database.entities(ctx), id);
    if (row === null) throw new DomainError('not_found', 'routing.link_not_found', `There is no link ${id}`);
    return row;
  }
}
