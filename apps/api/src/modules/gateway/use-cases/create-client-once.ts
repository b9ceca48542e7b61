import { Idempotency, type IdempotentOutcome } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Client } from '../domain/client';
import { CreateClients, type NewClient } from './create-clients';

export interface CreateClientRequest {
  readonly key: string;
  readonly payload: unknown;
}

/** The answer without the secret, and the secret beside it: it belongs to the client only when nothing was replayed. */
export type CreateClientOutcome = IdempotentOutcome & { readonly secret: string };

/** Creates one client however often the request is repeated. The stored answer never holds the secret. */
@Injectable()
export class CreateClientOnce {
  constructor(
    @Inject(CreateClients) private readonly createClients: CreateClients,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  async execute(
    ctx: Context,
    request: CreateClientRequest,
    input: NewClient,
    view: (client: Client) => unknown,
  ): Promise<CreateClientOutcome> {
    const prepared = await this.createClients.prepare([input]);
    const outcome = await this.idempotency.run(ctx, { route: 'clients.create', ...request }, async (tx) => {
      const [created] = await this.createClients.execute(ctx, tx, prepared);
      if (created === undefined) throw new Error('No client was created');
      const { client } = created;
      return { status: 201, location: `/v1/clients/${client.id}`, body: view(client), version: client.version };
    });
    return { ...outcome, secret: prepared[0]?.secret ?? '' };
  }
}
