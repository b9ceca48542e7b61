import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Client } from '../domain/client';
import { ClientRepository, type ClientFilter } from '../persistence/client.repository';
import { clientNotFound } from './rotate-client-secret';

@Injectable()
export class ReadClients {
  constructor(@Inject(ClientRepository) private readonly clients: ClientRepository) {}

  async one(ctx: Context, id: string): Promise<Client> {
    const client = await this.clients.find(ctx, id);
    if (client === null) throw clientNotFound(id);
    return client;
  }

  /** Newest first. */
  page(ctx: Context, filter: ClientFilter, take: number): Promise<Client[]> {
    return this.clients.list(ctx, filter, take);
  }
}
