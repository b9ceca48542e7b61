import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { CurrentNetwork } from '../current-network';
import type { ImportedNetwork, NetworkImport } from '../domain/network-import';
import { NetworkImportRepository } from '../persistence/network-import.repository';

/** Brings a whole network in, set-based and repeatable: facilities, links and zones that exist already are left alone. */
@Injectable()
export class ImportNetwork {
  constructor(
    @Inject(NetworkImportRepository) private readonly imports: NetworkImportRepository,
    @Inject(CurrentNetwork) private readonly network: CurrentNetwork,
  ) {}

  async execute(_ctx: Context, tx: Tx, network: NetworkImport): Promise<ImportedNetwork> {
    await this.imports.write(tx, network);
    await this.network.announceChange(tx);
    return this.imports.ids(tx, network);
  }
}
