import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { FacilityEntity } from './facility.entity';

@Entity('links')
@Unique('links_from_to_key', ['fromFacilityId', 'toFacilityId'])
@Index('links_to_facility_id_idx', ['toFacilityId'])
@Check('links_ends_check', `from_facility_id <> to_facility_id`)
@Check('links_distance_m_check', `distance_m > 0`)
@Check('links_duration_s_check', `duration_s > 0`)
export class LinkEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'int',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'links_pkey',
  })
  id!: number;

  @ForeignKey(() => FacilityEntity, { name: 'links_from_facility_id_fkey' })
  @Column('uuid', { name: 'from_facility_id' })
  fromFacilityId!: string;

  @ForeignKey(() => FacilityEntity, { name: 'links_to_facility_id_fkey' })
  @Column('uuid', { name: 'to_facility_id' })
  toFacilityId!: string;

  @Column('int', { name: 'distance_m' })
  distanceM!: number;

  @Column('int', { name: 'duration_s' })
  durationS!: number;

  @Column('boolean', { default: false })
  closed!: boolean;

  @Column('int', { default: 1 })
  version!: number;
}
