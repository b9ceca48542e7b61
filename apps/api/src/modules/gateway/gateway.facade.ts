import type { Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { MerchantDirectory } from './directory/merchant-directory';
import type { Merchant, MerchantSnapshot } from './domain/merchant';
import type { User } from './domain/user';
import { KeyRing } from './tokens/key-ring';
import { Standing } from './tokens/standing';
import { CreateClients, type CreatedClient, type NewClient, type PreparedClient } from './use-cases/create-clients';
import { CreateMerchant, type NewMerchant } from './use-cases/create-merchant';
import { CreateUsers, type NewUser, type PreparedPassword } from './use-cases/create-users';
import { ReadNames } from './use-cases/read-names';

/** What other modules may ask of the gateway. */
@Injectable()
export class GatewayFacade {
  constructor(
    @Inject(MerchantDirectory) private readonly merchants: MerchantDirectory,
    @Inject(KeyRing) private readonly keys: KeyRing,
    @Inject(CreateMerchant) private readonly merchantCreation: CreateMerchant,
    @Inject(CreateClients) private readonly clientCreation: CreateClients,
    @Inject(CreateUsers) private readonly userCreation: CreateUsers,
    @Inject(ReadNames) private readonly names: ReadNames,
    @Inject(Standing) private readonly standing: Standing,
  ) {}

  /** The merchant from memory, at most 250 ms old; undefined when there is none. */
  merchant(id: string): MerchantSnapshot | undefined {
    return this.merchants.get(id);
  }

  /** Tells once when who acts in this context may not go on with what it has open. Answers the way to stop. */
  whileStanding({ actor, merchantId }: Context, ended: (reason: unknown) => void): () => void {
    return this.standing.watch({ actor, merchantId }, ended);
  }

  /** Whether `POST /v1/idempotency-keys` gave this key to this merchant within the last 24 hours. */
  isIssuedKey(merchantId: string, key: string): boolean {
    return this.keys.hasIssued(merchantId, key);
  }

  /** Makes a merchant, and its account, in the caller's transaction. */
  createMerchant(ctx: Context, tx: Tx, merchant: NewMerchant): Promise<Merchant> {
    return this.merchantCreation.execute(ctx, tx, merchant);
  }

  /** Makes and hashes secrets for clients about to be created; takes 20 ms of a core each, so call it outside of transactions. */
  prepareClients(clients: readonly NewClient[]): Promise<PreparedClient[]> {
    return this.clientCreation.prepare(clients);
  }

  /** Creates the prepared clients in the caller's transaction. Their secrets are in the answer and nowhere else. */
  createClients(ctx: Context, tx: Tx, prepared: readonly PreparedClient[]): Promise<CreatedClient[]> {
    return this.clientCreation.execute(ctx, tx, prepared);
  }

  /** Both steps for one client, hashing inside the caller's transaction. */
  async createClient(ctx: Context, tx: Tx, client: NewClient): Promise<CreatedClient> {
    const [created] = await this.createClients(ctx, tx, await this.prepareClients([client]));
    if (created === undefined) throw new Error('No client was created');
    return created;
  }

  /** Makes and hashes a password for a user about to be created; takes 20 ms of a core, so call it outside of transactions. */
  preparePassword(): Promise<PreparedPassword> {
    return this.userCreation.prepare();
  }

  /** Creates a user of the console in the caller's transaction. Throws `user.username_taken` (409). */
  createUser(tx: Tx, user: NewUser, password: PreparedPassword): Promise<User> {
    return this.userCreation.execute(tx, user, password);
  }

  /** The names of users and clients, by id: what to log in with, or the client id. Ids of nobody are missing. */
  namesOf(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.names.execute(ctx, ids);
  }
}
