import { Database, type Tx } from '#lib/database';
import { requireVersion } from '#lib/http';
import { CLOCK, DomainError, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Client } from '../domain/client';
import { GATEWAY_OPTIONS, type GatewayOptions } from '../gateway.options';
import { ClientRepository } from '../persistence/client.repository';
import { newSecret } from '../tokens/new-secret';
import { SecretHasher } from '../tokens/secret-hasher';
import { requireManageable, type CreatedClient } from './create-clients';

/** Gives a client a new secret. The one before works on for the grace period, so that nobody is cut off meanwhile. */
@Injectable()
export class RotateClientSecret {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ClientRepository) private readonly clients: ClientRepository,
    @Inject(SecretHasher) private readonly hasher: SecretHasher,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(GATEWAY_OPTIONS) private readonly options: GatewayOptions,
  ) {}

  async execute(ctx: Context, id: string, version: number): Promise<CreatedClient> {
    const secret = newSecret();
    const secretHash = await this.hasher.hash(secret);
    const client = await this.database.transaction(ctx, (tx) => this.rotate(ctx, tx, id, version, secretHash));
    return { client, secret };
  }

  private async rotate(ctx: Context, tx: Tx, id: string, version: number, secretHash: string): Promise<Client> {
    const client = await this.clients.lock(tx, { id });
    if (client === null) throw clientNotFound(id);
    requireManageable(ctx, client.role);
    requireVersion(client.version, version);
    if (client.status === 'revoked') {
      throw new DomainError('conflict', 'gateway.client_revoked', `The client ${id} is revoked for good`);
    }
    const rotated = {
      ...client,
      secretHash,
      previousSecretHash: client.secretHash,
      previousExpiresAt: new Date(this.clock.now().getTime() + this.options.secretGraceS * 1000),
      version: client.version + 1,
    };
    await this.clients.update(tx, rotated);
    return rotated;
  }
}

export function clientNotFound(id: string): DomainError {
  return new DomainError('not_found', 'gateway.client_not_found', `There is no client ${id}`);
}
