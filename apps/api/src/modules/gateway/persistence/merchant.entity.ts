import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Merchant, MerchantStatus } from '../domain/merchant';

@Entity('merchants')
@Check('merchants_status_check', `status in ('active', 'suspended')`)
@Check('merchants_currency_check', `currency ~ '^[A-Z]{3}$'`)
@Check('merchants_credit_limit_check', `credit_limit_minor >= 0`)
@Check('merchants_rate_check', `(rate_per_s is null) = (burst is null) and rate_per_s > 0 and burst > 0`)
export class MerchantEntity implements Merchant {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'merchants_pkey' })
  id!: string;

  @Column('text')
  name!: string;

  @Column('text', { default: 'active' })
  status!: MerchantStatus;

  @Column('text')
  currency!: string;

  @Column('bigint', { name: 'credit_limit_minor', default: 0 })
  creditLimitMinor!: number;

  @Column('integer', { name: 'rate_per_s', nullable: true })
  ratePerS!: number | null;

  @Column('integer', { nullable: true })
  burst!: number | null;

  @Column('boolean', { name: 'require_issued_keys', default: false })
  requireIssuedKeys!: boolean;

  /** The version of the topic `merchants` under which the row was last written. */
  @Index('merchants_revision_idx')
  @Column('bigint')
  revision!: number;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
