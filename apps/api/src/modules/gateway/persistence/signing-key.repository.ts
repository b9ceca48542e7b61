import { bumpVersion, Database, statement, type Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { JWK } from 'jose';

export type KeyPurpose = 'token' | 'issued_key';

/** A key as it is stored. Of each purpose, exactly one has no `notAfter`: that one signs. */
export interface StoredKey {
  readonly kid: string;
  readonly purpose: KeyPurpose;
  readonly privateJwk: JWK;
  readonly publicJwk: JWK | null;
  readonly createdAt: Date;
  /** Nothing that this key signed is valid after this instant. */
  readonly notAfter: Date | null;
}

interface Row {
  readonly kid: string;
  readonly purpose: KeyPurpose;
  readonly private_jwk: JWK;
  readonly public_jwk: JWK | null;
  readonly created_at: Date;
  readonly not_after: Date | null;
}

/** Serialises first boots and rotations; taken before anything is read, so that the loser sees the winner's key. */
const LOCK = statement(
  'gateway.lock-keys',
  `select pg_advisory_xact_lock(hashtextextended('gateway.signing-keys', 0))`,
);
const VALID = statement(
  'gateway.valid-keys',
  `select kid, purpose, private_jwk, public_jwk, created_at, not_after
     from signing_keys where not_after is null or not_after > $1 order by created_at desc`,
);
const INSERT = statement(
  'gateway.insert-key',
  `insert into signing_keys (kid, purpose, private_jwk, public_jwk, created_at) values ($1, $2, $3, $4, $5)`,
);
const RETIRE = statement(
  'gateway.retire-keys',
  `update signing_keys set not_after = $2 where purpose = $1 and not_after is null`,
);
const PURGE = statement('gateway.purge-keys', `delete from signing_keys where not_after <= $1`);

@Injectable()
export class SigningKeyRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  async lock(tx: Tx): Promise<void> {
    await tx.execute(LOCK);
  }

  /** Keys whose signatures are still accepted, newest first. */
  async valid(ctx: Context, now: Date, tx?: Tx): Promise<StoredKey[]> {
    const rows = await (tx ?? this.database.statements(ctx)).query<Row>(VALID, [now]);
    return rows.map((row) => ({
      kid: row.kid,
      purpose: row.purpose,
      privateJwk: row.private_jwk,
      publicJwk: row.public_jwk,
      createdAt: row.created_at,
      notAfter: row.not_after,
    }));
  }

  async insert(tx: Tx, key: Omit<StoredKey, 'notAfter'>): Promise<void> {
    const publicJwk = key.publicJwk && JSON.stringify(key.publicJwk);
    await tx.execute(INSERT, [key.kid, key.purpose, JSON.stringify(key.privateJwk), publicJwk, key.createdAt]);
    await bumpVersion(tx, 'keys');
  }

  /** Ends the signing of the current key; what it has signed stays valid until `notAfter`. */
  async retire(tx: Tx, purpose: KeyPurpose, notAfter: Date): Promise<void> {
    await tx.execute(RETIRE, [purpose, notAfter]);
  }

  async purge(tx: Tx, now: Date): Promise<void> {
    await tx.execute(PURGE, [now]);
  }
}
