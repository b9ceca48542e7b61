import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

@Entity('timetables')
@Unique('timetables_link_id_departs_minute_key', ['linkId', 'departsMinute'])
@Check('timetables_departs_minute_check', `departs_minute between 0 and 1439`)
@Check('timetables_weekdays_check', `weekdays between 1 and 127`)
@Check('timetables_seats_check', `seats between 1 and 100000`)
export class TimetableEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'timetables_pkey' })
  id!: string;

  @Column('int', { name: 'link_id' })
  linkId!: number;

  @Column('smallint', { name: 'departs_minute' })
  departsMinute!: number;

  @Column('smallint')
  weekdays!: number;

  @Column('int')
  seats!: number;

  @Column('boolean', { default: true })
  active!: boolean;

  @Column('int', { default: 1 })
  version!: number;
}
