import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Vehicle } from '../domain/vehicle';

/** A person who delivers in one zone. Shifts copy the capacity, so a change here reaches those ahead. */
@Entity('couriers')
@Index('couriers_zone', ['zoneId', 'id'])
@Check('couriers_capacity', 'capacity_parcels > 0 and capacity_g > 0')
export class Courier {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'couriers_pkey' })
  id!: string;

  @Column('uuid', { name: 'zone_id' })
  zoneId!: string;

  @Column('text')
  name!: string;

  /** E.164. */
  @Column('text')
  phone!: string;

  @Column('text')
  vehicle!: Vehicle;

  @Column('int', { name: 'capacity_parcels' })
  capacityParcels!: number;

  @Column('int', { name: 'capacity_g' })
  capacityG!: number;

  /** An inactive courier gets no new orders; those already given stay. */
  @Column('boolean', { default: true })
  active!: boolean;

  @Column('int', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
