import { Database, type Tx } from '#lib/database';
import { DomainError, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Client } from '../domain/client';
import { ClientRepository } from '../persistence/client.repository';
import { CreateClients, type CreatedClient, type PreparedClient } from './create-clients';

/** Makes the admin client, or gives the one that exists a new secret: the way in when no other is left. */
@Injectable()
export class CreateAdmin {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ClientRepository) private readonly clients: ClientRepository,
    @Inject(CreateClients) private readonly createClients: CreateClients,
  ) {}

  /** The former secret ends at once. Throws `gateway.client_id_taken` when the id belongs to no active admin. */
  async execute(ctx: Context, clientId: string): Promise<CreatedClient> {
    const [prepared] = await this.createClients.prepare([{ clientId, name: 'Administrator', role: 'admin' }]);
    if (prepared === undefined) throw new Error('No secret was prepared');
    const client = await this.database.transaction(ctx, async (tx) => {
      const known = await this.clients.lock(tx, { clientId });
      if (known !== null) return this.renew(tx, known, prepared);
      const [created] = await this.createClients.execute(ctx, tx, [prepared]);
      if (created === undefined) throw new Error('No client was created');
      return created.client;
    });
    return { client, secret: prepared.secret };
  }

  private async renew(tx: Tx, known: Client, prepared: PreparedClient): Promise<Client> {
    if (known.role !== 'admin' || known.status !== 'active') {
      const message = `The client id ${known.clientId} belongs to a client that is ${known.status} and of role ${known.role}`;
      throw new DomainError('conflict', 'gateway.client_id_taken', message);
    }
    const { secretHash } = prepared;
    const renewed = {
      ...known,
      secretHash,
      previousSecretHash: null,
      previousExpiresAt: null,
      version: known.version + 1,
    };
    await this.clients.update(tx, renewed);
    return renewed;
  }
}
