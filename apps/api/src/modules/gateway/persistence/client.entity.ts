import type { Role } from '#lib/kernel';
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import type { Client, ClientStatus } from '../domain/client';
import { MerchantEntity } from './merchant.entity';

/** The hashes of a client's secrets are columns that nothing selects by accident. */
@Entity('clients')
@Unique('clients_client_id_key', ['clientId'])
@Index('clients_merchant_id_idx', ['merchantId', 'id'])
@Check('clients_role_check', `role in ('merchant', 'courier', 'scanner', 'viewer', 'operator', 'admin')`)
@Check('clients_status_check', `status in ('active', 'revoked')`)
@Check('clients_merchant_check', `(role = 'merchant') = (merchant_id is not null)`)
@Check('clients_courier_check', `(role = 'courier') = (courier_id is not null)`)
@Check('clients_previous_check', `(previous_secret_hash is null) = (previous_expires_at is null)`)
@Check('clients_rate_check', `(rate_per_s is null) = (burst is null) and rate_per_s > 0 and burst > 0`)
export class ClientEntity implements Client {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'clients_pkey' })
  id!: string;

  @Column('text', { name: 'client_id' })
  clientId!: string;

  @Column('text')
  name!: string;

  @Column('text')
  role!: Role;

  @Column('text', { array: true, default: '{}' })
  scopes!: string[];

  @Column('uuid', { name: 'merchant_id', nullable: true })
  merchantId!: string | null;

  /** Only describes the foreign key inside this module; nothing loads through it. */
  @ManyToOne(() => MerchantEntity)
  @JoinColumn({ name: 'merchant_id', foreignKeyConstraintName: 'clients_merchant_id_fkey' })
  merchant?: MerchantEntity;

  @Column('uuid', { name: 'courier_id', nullable: true })
  courierId!: string | null;

  @Column('text', { name: 'secret_hash', select: false })
  secretHash!: string;

  @Column('text', { name: 'previous_secret_hash', nullable: true, select: false })
  previousSecretHash!: string | null;

  @Column('timestamptz', { name: 'previous_expires_at', nullable: true })
  previousExpiresAt!: Date | null;

  @Column('text', { default: 'active' })
  status!: ClientStatus;

  @Column('integer', { name: 'rate_per_s', nullable: true })
  ratePerS!: number | null;

  @Column('integer', { nullable: true })
  burst!: number | null;

  /** The version of the topic `clients` under which the row was last written. */
  @Index('clients_revision_idx')
  @Column('bigint')
  revision!: number;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
