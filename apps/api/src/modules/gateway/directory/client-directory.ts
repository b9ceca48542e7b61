import { VersionWatch } from '#lib/database';
import { Inject, Injectable } from '@nestjs/common';
import type { ClientSnapshot } from '../domain/client';
import { ClientRepository } from '../persistence/client.repository';
import { Directory } from './directory';

/** All clients. */
@Injectable()
export class ClientDirectory extends Directory<ClientSnapshot> {
  constructor(@Inject(VersionWatch) watch: VersionWatch, @Inject(ClientRepository) repository: ClientRepository) {
    super(watch, { topic: 'clients', changedSince: (ctx, revision) => repository.changedSince(ctx, revision) });
  }
}
