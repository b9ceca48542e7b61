import { VersionWatch } from '#lib/database';
import { systemContext } from '#lib/kernel';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { ClientSnapshot } from '../domain/client';
import { ClientRepository } from '../persistence/client.repository';

const CTX = systemContext('client-directory');

/** All clients in memory, at most one poll of `VersionWatch` behind. A change reads the changed rows only. */
@Injectable()
export class ClientDirectory implements OnModuleInit {
  private readonly clients = new Map<string, ClientSnapshot>();
  private revision = -1;

  constructor(
    @Inject(VersionWatch) private readonly watch: VersionWatch,
    @Inject(ClientRepository) private readonly repository: ClientRepository,
  ) {}

  onModuleInit(): Promise<void> {
    return this.watch.subscribe('clients', (version) => this.read(version));
  }

  get(id: string): ClientSnapshot | undefined {
    return this.clients.get(id);
  }

  /** The same, after asking PostgreSQL at once: for a client that was created a moment ago in another process. */
  async getFresh(id: string): Promise<ClientSnapshot | undefined> {
    if (!this.clients.has(id)) await this.watch.refresh();
    return this.clients.get(id);
  }

  private async read(version: number): Promise<void> {
    for (const client of await this.repository.changedSince(CTX, this.revision)) this.clients.set(client.id, client);
    this.revision = version;
  }
}
