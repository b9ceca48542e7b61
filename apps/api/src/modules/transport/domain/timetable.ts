/** A departure that recurs. */
export interface Timetable {
  readonly id: string;
  readonly linkId: number;
  /** Minute of the day, UTC: 0 is midnight, 1439 a minute before the next. */
  readonly departsMinute: number;
  /** See `weekdaysMask`; the weekday of the departure in UTC. */
  readonly weekdays: number;
  readonly seats: number;
  /** False: no new trips come of it. */
  readonly active: boolean;
}

export type NewTimetable = Omit<Timetable, 'id' | 'active'> & { readonly active?: boolean };
export type TimetableChange = Partial<Pick<Timetable, 'departsMinute' | 'weekdays' | 'seats' | 'active'>>;
