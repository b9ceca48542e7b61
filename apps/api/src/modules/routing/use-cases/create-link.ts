import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { CurrentNetwork } from '../current-network';
import { LinkRepository, type NewLink, type StoredLink } from '../persistence/link.repository';

@Injectable()
export class CreateLink {
  constructor(
    @Inject(LinkRepository) private readonly links: LinkRepository,
    @Inject(CurrentNetwork) private readonly network: CurrentNetwork,
  ) {}

  async execute(_ctx: Context, tx: Tx, data: NewLink): Promise<StoredLink> {
    const created = await this.links.insert(tx, data);
    await this.network.announceChange(tx);
    return created;
  }
}
