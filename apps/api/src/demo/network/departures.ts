import { DAILY } from '#module/transport';
import type { Connection, LinkUse } from './connections';

/** A recurring departure of the link between two facilities. */
export interface DemoTimetable {
  readonly fromCode: string;
  readonly toCode: string;
  readonly departsMinute: number;
  readonly weekdays: number;
  readonly seats: number;
}

const DAY_MIN = 1440;

/** A mixed parcel takes about 0.02 m³ loaded: 85 m³ of a 13.6 m trailer, 30 m³ of a 7.5 t truck. */
const TRAILER_PARCELS = 4_000;
const TRUCK_PARCELS = 1_500;

const SERVICE: Readonly<Record<LinkUse, { readonly everyMin: number; readonly seats: number }>> = {
  collect: { everyMin: 30, seats: TRAILER_PARCELS },
  trunk: { everyMin: 120, seats: TRAILER_PARCELS },
  deliver: { everyMin: 120, seats: TRUCK_PARCELS },
  deliver_reserve: { everyMin: 240, seats: TRUCK_PARCELS },
  return: { everyMin: 480, seats: TRUCK_PARCELS },
};

/** Every day, around the clock; links leave at different minutes, so that a hub's docks are not used all at once. */
export function timetablesOf(connections: readonly Connection[]): DemoTimetable[] {
  return connections.flatMap(({ fromCode, toCode, use }, index) => {
    const { everyMin, seats } = SERVICE[use];
    const firstMin = (index * 7) % everyMin;
    return Array.from({ length: DAY_MIN / everyMin }, (_, nth) => ({
      fromCode,
      toCode,
      departsMinute: firstMin + nth * everyMin,
      weekdays: DAILY,
      seats,
    }));
  });
}
