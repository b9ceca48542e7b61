import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { FacilityEntity } from './facility.entity';

@Entity('zones')
@Unique('zones_code_key', ['code'])
@Index('zones_station_id_idx', ['stationId'])
@Check('zones_position_check', `lat between -90 and 90 and lng between -180 and 180`)
@Check('zones_radius_m_check', `radius_m between 1 and 500000`)
export class ZoneEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'zones_pkey' })
  id!: string;

  @Column('text')
  code!: string;

  @Column('text')
  name!: string;

  @ForeignKey(() => FacilityEntity, { name: 'zones_station_id_fkey' })
  @Column('uuid', { name: 'station_id' })
  stationId!: string;

  @Column('text')
  country!: string;

  @Column('double precision')
  lat!: number;

  @Column('double precision')
  lng!: number;

  @Column('int', { name: 'radius_m' })
  radiusM!: number;

  @Column('boolean', { default: true })
  active!: boolean;

  @Column('int', { default: 1 })
  version!: number;
}
