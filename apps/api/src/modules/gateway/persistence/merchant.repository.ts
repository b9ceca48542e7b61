import { bumpVersion, Database, statement, type Tx } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Merchant, MerchantSnapshot, MerchantStatus } from '../domain/merchant';
import { MerchantEntity } from './merchant.entity';

const CHANGED = statement(
  'gateway.merchants-changed',
  `select id, name, status, currency, credit_limit_minor, require_issued_keys, rate_per_s, burst
     from merchants where revision > $1`,
);
const EXISTS = statement('gateway.merchant-exists', `select 1 from merchants where id = $1`);

interface SnapshotRow {
  readonly id: string;
  readonly name: string;
  readonly status: MerchantStatus;
  readonly currency: string;
  readonly credit_limit_minor: number;
  readonly require_issued_keys: boolean;
  readonly rate_per_s: number | null;
  readonly burst: number | null;
}

export interface MerchantFilter {
  /** This merchant or none. */
  readonly onlyId?: string;
  readonly status?: MerchantStatus;
  /** Only merchants that came before this one. */
  readonly beforeId?: string;
}

/** Every write announces itself to all processes: `bumpVersion` in the same transaction, its version in the row. */
@Injectable()
export class MerchantRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  async insert(tx: Tx, merchant: Merchant): Promise<void> {
    await tx.manager.insert(MerchantEntity, { ...merchant, revision: await bumpVersion(tx, 'merchants') });
  }

  async update(tx: Tx, merchant: Merchant): Promise<void> {
    const { id, ...columns } = merchant;
    await tx.manager.update(MerchantEntity, { id }, { ...columns, revision: await bumpVersion(tx, 'merchants') });
  }

  /** Locks the row until the transaction ends. */
  lock(tx: Tx, id: string): Promise<Merchant | null> {
    return tx.manager.findOne(MerchantEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  async exists(tx: Tx, id: string): Promise<boolean> {
    return (await tx.execute(EXISTS, [id])) === 1;
  }

  find(ctx: Context, id: string): Promise<Merchant | null> {
    return this.database.entities(ctx).findOneBy(MerchantEntity, { id });
  }

  /** Newest first. */
  list(ctx: Context, filter: MerchantFilter, take: number): Promise<Merchant[]> {
    const { onlyId, status, beforeId } = filter;
    const query = this.database.entities(ctx).createQueryBuilder(MerchantEntity, 'merchant');
    if (onlyId !== undefined) query.andWhere('merchant.id = :onlyId', { onlyId });
    if (status !== undefined) query.andWhere('merchant.status = :status', { status });
    if (beforeId !== undefined) query.andWhere('merchant.id < :beforeId', { beforeId });
    return query.orderBy('merchant.id', 'DESC').take(take).getMany();
  }

  /** What was written under a later version of the topic than `revision`. */
  async changedSince(ctx: Context, revision: number): Promise<MerchantSnapshot[]> {
    const rows = await this.database.statements(ctx).query<SnapshotRow>(CHANGED, [revision]);
    return rows.map(snapshotOf);
  }
}

function snapshotOf(row: SnapshotRow): MerchantSnapshot {
  const rate =
    row.rate_per_s === null || row.burst === null ? undefined : { ratePerS: row.rate_per_s, burst: row.burst };
  return Object.freeze({
    id: row.id,
    name: row.name,
    status: row.status,
    currency: row.currency,
    creditLimitMinor: row.credit_limit_minor,
    requireIssuedKeys: row.require_issued_keys,
    rate: rate && Object.freeze(rate),
  });
}
