import { TransactionalEvents, type Tx } from '#lib/database';
import { CLOCK, DomainError, uuidv7, type Clock, type Context, type Role } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { bindingFault, mayManage, ungrantable, type Client } from '../domain/client';
import { CourierClientsCreated } from '../gateway.events';
import { ClientRepository } from '../persistence/client.repository';
import { MerchantRepository } from '../persistence/merchant.repository';
import { newSecret } from '../tokens/new-secret';
import { SecretHasher } from '../tokens/secret-hasher';

export interface NewClient {
  /** The name under which it asks for tokens; made from its id unless said. */
  readonly clientId?: string;
  readonly name: string;
  readonly role: Role;
  readonly scopes?: readonly string[];
  /** For role `merchant`, and no other. */
  readonly merchantId?: string | null;
  /** For role `courier`, and no other. */
  readonly courierId?: string | null;
  readonly ratePerS?: number | null;
  readonly burst?: number | null;
}

/** A client whose secret was made and hashed already: hashing takes long, and must not hold up a transaction. */
export interface PreparedClient {
  readonly input: NewClient;
  readonly secret: string;
  readonly secretHash: string;
}

/** A client with its secret, which nobody can ever read again. */
export interface CreatedClient {
  readonly client: Client;
  readonly secret: string;
}

/** Keeps places in the hasher's queue free for those who ask for tokens meanwhile. */
const HASHES_AT_ONCE = 4;

@Injectable()
export class CreateClients {
  constructor(
    @Inject(ClientRepository) private readonly clients: ClientRepository,
    @Inject(MerchantRepository) private readonly merchants: MerchantRepository,
    @Inject(SecretHasher) private readonly hasher: SecretHasher,
    @Inject(TransactionalEvents) private readonly events: TransactionalEvents,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Makes the secrets, outside any transaction: some 20 ms of a core for each. */
  async prepare(inputs: readonly NewClient[]): Promise<PreparedClient[]> {
    const prepared: PreparedClient[] = [];
    for (let at = 0; at < inputs.length; at += HASHES_AT_ONCE) {
      const some = inputs.slice(at, at + HASHES_AT_ONCE).map(async (input) => {
        const secret = newSecret();
        return { input, secret, secretHash: await this.hasher.hash(secret) };
      });
      prepared.push(...(await Promise.all(some)));
    }
    return prepared;
  }

  /**
   * Throws `gateway.role_forbidden`, `gateway.scope_forbidden` (403), `gateway.invalid_binding`, `gateway.unknown_merchant`,
   * `dispatch.unknown_courier` (422) and `gateway.client_id_taken` (409); then none is created.
   */
  async execute(ctx: Context, tx: Tx, prepared: readonly PreparedClient[]): Promise<CreatedClient[]> {
    const createdAt = this.clock.now();
    const drafts = prepared.map(({ input, secret, secretHash }) => {
      const client = draft(input, createdAt);
      requireSound(ctx, client);
      return { client, secret, secretHash };
    });
    await this.requireMerchants(
      tx,
      drafts.map(({ client }) => client.merchantId),
    );
    const courierIds = [...new Set(drafts.flatMap(({ client }) => client.courierId ?? []))];
    if (courierIds.length > 0) await this.events.publish(ctx, tx, new CourierClientsCreated(courierIds));
    const rows = drafts.map(({ client, secretHash }) => ({ ...client, secretHash, previousSecretHash: null }));
    const [taken] = await this.clients.insert(tx, rows);
    if (taken !== undefined) throw clientIdTaken(taken);
    return drafts.map(({ client, secret }) => ({ client, secret }));
  }

  private async requireMerchants(tx: Tx, ids: readonly (string | null)[]): Promise<void> {
    for (const id of new Set(ids.filter((one) => one !== null))) {
      if (await this.merchants.exists(tx, id)) continue;
      throw new DomainError('refused', 'gateway.unknown_merchant', `There is no merchant ${id}`, {
        errors: [{ pointer: '/merchant_id', detail: 'names no merchant' }],
      });
    }
  }
}

function clientIdTaken(clientId: string): DomainError {
  return new DomainError('conflict', 'gateway.client_id_taken', `The client id ${clientId} is in use`, {
    errors: [{ pointer: '/client_id', detail: 'is in use' }],
  });
}

function draft(input: NewClient, createdAt: Date): Client {
  const id = uuidv7(createdAt.getTime());
  return {
    id,
    clientId: input.clientId ?? `${input.role}-${id}`,
    name: input.name,
    role: input.role,
    scopes: input.scopes ?? [],
    merchantId: input.merchantId ?? null,
    courierId: input.courierId ?? null,
    previousExpiresAt: null,
    status: 'active',
    ratePerS: input.ratePerS ?? null,
    burst: input.burst ?? null,
    version: 1,
    createdAt,
  };
}

function requireSound(ctx: Context, client: Client): void {
  requireManageable(ctx, client.role);
  const withheld = ungrantable(ctx.actor.role, client.scopes);
  if (withheld !== undefined) {
    const message = `A client of role ${ctx.actor.role} may not grant the scope ${withheld}`;
    throw new DomainError('forbidden', 'gateway.scope_forbidden', message);
  }
  const fault = bindingFault(client);
  if (fault === undefined) return;
  const { field, detail } = fault;
  throw new DomainError('refused', 'gateway.invalid_binding', `${field} ${detail}`, {
    errors: [{ pointer: `/${field}`, detail }],
  });
}

/** Refuses to let an actor hand out or take away rights that it does not have: 403 `gateway.role_forbidden`. */
export function requireManageable(ctx: Context, target: Role): void {
  if (mayManage(ctx.actor.role, target)) return;
  const message = `A client of role ${ctx.actor.role} may not manage clients of role ${target}`;
  throw new DomainError('forbidden', 'gateway.role_forbidden', message);
}
