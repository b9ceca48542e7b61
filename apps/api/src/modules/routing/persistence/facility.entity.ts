import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { FacilityKind } from '../domain/network';

@Entity('facilities')
@Unique('facilities_code_key', ['code'])
@Check('facilities_kind_check', `kind in ('warehouse', 'hub', 'station')`)
@Check('facilities_position_check', `lat between -90 and 90 and lng between -180 and 180`)
export class FacilityEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'facilities_pkey' })
  id!: string;

  @Column('text')
  code!: string;

  @Column('text')
  kind!: FacilityKind;

  @Column('text')
  name!: string;

  @Column('double precision')
  lat!: number;

  @Column('double precision')
  lng!: number;

  @Column('text')
  country!: string;

  @Column('boolean', { default: true })
  active!: boolean;

  @Column('int', { default: 1 })
  version!: number;
}
