import { recordChanges } from '#lib/audit';
import { Database, VersionWatch } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { GATEWAY_OPTIONS, type GatewayOptions } from '../gateway.options';
import { SigningKeyRepository } from '../persistence/signing-key.repository';
import { newTokenKey } from '../tokens/new-key';

/** Other processes sign with the former key until they have seen the new one; their tokens must live out their time. */
const SPREAD_S = 60;

export interface RotatedKey {
  readonly kid: string;
  readonly createdAt: Date;
}

/** Signs with a new key from now on. Tokens of the former one stay good until they expire; then its row goes. */
@Injectable()
export class RotateSigningKey {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(SigningKeyRepository) private readonly keys: SigningKeyRepository,
    @Inject(VersionWatch) private readonly watch: VersionWatch,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(GATEWAY_OPTIONS) private readonly options: GatewayOptions,
  ) {}

  async execute(ctx: Context): Promise<RotatedKey> {
    const now = this.clock.now();
    const key = await newTokenKey(now);
    const notAfter = new Date(now.getTime() + (this.options.tokenTtlS + SPREAD_S) * 1000);
    await this.database.transaction(ctx, async (tx) => {
      await this.keys.lock(tx);
      await this.keys.purge(tx, now);
      await this.keys.retire(tx, 'token', notAfter);
      await this.keys.insert(tx, key);
      recordChanges(tx, [{ ctx, resource: 'signing_key', id: key.kid, before: null, after: { signs: true } }]);
    });
    await this.watch.refresh();
    return { kid: key.kid, createdAt: key.createdAt };
  }
}
