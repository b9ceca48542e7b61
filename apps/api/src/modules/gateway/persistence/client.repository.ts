import { bumpVersion, Database, statement, type Tx } from '#lib/database';
import type { Context, Role } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import type { Client, ClientSnapshot, ClientStatus } from '../domain/client';
import { ClientEntity } from './client.entity';

const CHANGED = statement(
  'gateway.clients-changed',
  `select id, status, merchant_id, rate_per_s, burst from clients where revision > $1`,
);
const TAKEN = statement(
  'gateway.client-ids-taken',
  `select client_id from clients where client_id = any($1::text[]) order by client_id`,
);

interface SnapshotRow {
  readonly id: string;
  readonly status: ClientStatus;
  readonly merchant_id: string | null;
  readonly rate_per_s: number | null;
  readonly burst: number | null;
}

/** A client's hashed secrets: the current one and, for a while after a rotation, the one before. */
export interface ClientSecrets {
  readonly secretHash: string;
  readonly previousSecretHash: string | null;
}

export interface ClientFilter {
  readonly merchantId?: string;
  readonly role?: Role;
  readonly status?: ClientStatus;
  /** Only clients that came before this one. */
  readonly beforeId?: string;
}

/** Every write announces itself to all processes: `bumpVersion` in the same transaction, its version in the rows. */
@Injectable()
export class ClientRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * Writes all of them and answers nothing; or writes none where client ids are in use, and answers those. The topic's
   * version is the lock: whoever gets past it sees all clients that were created before.
   */
  async insert(tx: Tx, clients: readonly (Client & ClientSecrets)[]): Promise<string[]> {
    const revision = await bumpVersion(tx, 'clients');
    const taken = await tx.query<{ client_id: string }>(TAKEN, [clients.map((client) => client.clientId)]);
    if (taken.length > 0) return taken.map((row) => row.client_id);
    await tx.manager.insert(
      ClientEntity,
      clients.map((client) => ({ ...client, scopes: [...client.scopes], revision })),
    );
    return [];
  }

  /** Writes what a rotation or a revocation changes. */
  async update(tx: Tx, client: Client & Partial<ClientSecrets>): Promise<void> {
    const { id, status, version, previousExpiresAt, secretHash, previousSecretHash } = client;
    const secrets = secretHash === undefined ? {} : { secretHash, previousSecretHash };
    const revision = await bumpVersion(tx, 'clients');
    await tx.manager.update(ClientEntity, { id }, { status, version, previousExpiresAt, ...secrets, revision });
  }

  /** Locks the row until the transaction ends. */
  lock(tx: Tx, by: { readonly id: string } | { readonly clientId: string }): Promise<(Client & ClientSecrets) | null> {
    return tx.manager
      .createQueryBuilder(ClientEntity, 'client')
      .addSelect(['client.secretHash', 'client.previousSecretHash'])
      .where(by)
      .setLock('for_no_key_update')
      .getOne();
  }

  find(ctx: Context, id: string): Promise<Client | null> {
    return this.database.entities(ctx).findOneBy(ClientEntity, { id });
  }

  /** For checking a secret. */
  findWithSecrets(ctx: Context, clientId: string): Promise<(Client & ClientSecrets) | null> {
    return this.database
      .entities(ctx)
      .createQueryBuilder(ClientEntity, 'client')
      .addSelect(['client.secretHash', 'client.previousSecretHash'])
      .where({ clientId })
      .getOne();
  }

  /** Newest first. */
  list(ctx: Context, filter: ClientFilter, take: number): Promise<Client[]> {
    const { merchantId, role, status, beforeId } = filter;
    const where = {
      ...(merchantId !== undefined && { merchantId }),
      ...(role !== undefined && { role }),
      ...(status !== undefined && { status }),
      ...(beforeId !== undefined && { id: LessThan(beforeId) }),
    };
    return this.database.entities(ctx).find(ClientEntity, { where, order: { id: 'desc' }, take });
  }

  /** What was written under a later version of the topic than `revision`. */
  async changedSince(ctx: Context, revision: number): Promise<ClientSnapshot[]> {
    const rows = await this.database.statements(ctx).query<SnapshotRow>(CHANGED, [revision]);
    return rows.map((row) =>
      Object.freeze({
        id: row.id,
        status: row.status,
        merchantId: row.merchant_id,
        rate:
          row.rate_per_s === null || row.burst === null
            ? undefined
            : Object.freeze({ ratePerS: row.rate_per_s, burst: row.burst }),
      }),
    );
  }
}
