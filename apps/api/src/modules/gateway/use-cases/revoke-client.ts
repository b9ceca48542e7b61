import { Database, VersionWatch, type Tx } from '#lib/database';
import { requireVersion } from '#lib/http';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Client } from '../domain/client';
import { ClientRepository } from '../persistence/client.repository';
import { requireManageable } from './create-clients';
import { clientNotFound } from './rotate-client-secret';

/** Ends a client for good: no new tokens, and every process refuses those it has within a second. */
@Injectable()
export class RevokeClient {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ClientRepository) private readonly clients: ClientRepository,
    @Inject(VersionWatch) private readonly watch: VersionWatch,
  ) {}

  /** A client that is revoked already stays as it is. */
  async execute(ctx: Context, id: string, version: number): Promise<Client> {
    const client = await this.database.transaction(ctx, (tx) => this.revoke(ctx, tx, id, version));
    await this.watch.refresh();
    return client;
  }

  private async revoke(ctx: Context, tx: Tx, id: string, version: number): Promise<Client> {
    const client = await this.clients.lock(tx, { id });
    if (client === null) throw clientNotFound(id);
    requireManageable(ctx, client.role);
    requireVersion(client.version, version);
    if (client.status === 'revoked') return client;
    const revoked: Client = { ...client, status: 'revoked', version: client.version + 1 };
    await this.clients.update(tx, revoked);
    return revoked;
  }
}
