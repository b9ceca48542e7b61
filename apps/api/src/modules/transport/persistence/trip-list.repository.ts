import { Injectable } from '@nestjs/common';
import { type Queryable, statement } from '#lib/database';

/** A trip as it is shown. */
export interface Trip {
  readonly id: number;
  readonly linkId: number;
  readonly timetableId: string;
  readonly departsAt: Date;
  readonly arrivesAt: Date;
  readonly seats: number;
  readonly used: number;
}

/** The place of the last item seen in a list that is sorted by departure, then id. */
export interface TripPosition {
  readonly departsAt: Date;
  readonly id: number;
}

export interface TripFilter {
  readonly linkId?: number;
  /** Departures at or after this instant … */
  readonly from?: Date;
  /** … and before this one. */
  readonly to?: Date;
  readonly after?: TripPosition;
  readonly limit: number;
}

const COLUMNS = `id, link_id as "linkId", timetable_id as "timetableId", departs_at as "departsAt",
                 arrives_at as "arrivesAt", seats, used`;

const PAGE = `departs_at >= coalesce($1::timestamptz, '-infinity') and departs_at < coalesce($2::timestamptz, 'infinity')
              and (departs_at, id) > (coalesce($3::timestamptz, '-infinity'), $4::bigint)`;

const LIST = statement(
  'transport.list-trips',
  `select ${COLUMNS} from trips where ${PAGE} order by departs_at, id limit $5`,
);

/** A text of its own, so that its plan starts at the link's departures. */
const LIST_OF_LINK = statement(
  'transport.list-trips-of-link',
  `select ${COLUMNS} from trips where link_id = $6 and ${PAGE} order by departs_at, id limit $5`,
);

const GET = statement('transport.get-trip', `select ${COLUMNS} from trips where id = $1`);

/** Trips for those who look at them. */
@Injectable()
export class TripListRepository {
  /** One more row than `limit`, where there is one: it tells that there is a next page. */
  list(db: Queryable, filter: TripFilter): Promise<Trip[]> {
    const { from = null, to = null, after, limit, linkId } = filter;
    const page = [from, to, after?.departsAt ?? null, after?.id ?? 0, limit + 1];
    return linkId === undefined ? db.query<Trip>(LIST, page) : db.query<Trip>(LIST_OF_LINK, [...page, linkId]);
  }

  async find(db: Queryable, id: number): Promise<Trip | undefined> {
    const [trip] = await db.query<Trip>(GET, [id]);
    return trip;
  }
}
