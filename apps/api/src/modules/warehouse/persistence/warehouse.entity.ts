import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A place that holds stock and ships orders; one facility of the line-haul network. */
@Entity('warehouses')
@Unique('warehouses_code_key', ['code'])
@Unique('warehouses_facility_id_key', ['facilityId'])
export class WarehouseEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'warehouses_pkey' })
  id!: string;

  @Column({ type: 'text' })
  code!: string;

  @Column({ type: 'text' })
  name!: string;

  /** An id of the routing module, without a foreign key: `WarehouseOpening` has it checked and held. */
  @Column({ type: 'uuid', name: 'facility_id' })
  facilityId!: string;

  /** Only active warehouses are offered to new orders; what was reserved before is still shipped. */
  @Column({ type: 'boolean', default: true })
  active!: boolean;

  /** When it last became active: orders that were refused before that have never been offered this warehouse. */
  @Column({ type: 'timestamptz', name: 'opened_at' })
  openedAt!: Date;

  @Column({ type: 'int', default: 1 })
  version!: number;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}
