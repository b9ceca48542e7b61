import { Injectable } from '@nestjs/common';
import { type Queryable, statement, type Tx } from '#lib/database';
import type { OrderRoute } from '../domain/route-plan';

/** Link ids travel as array literals: `unnest` would flatten arrays of different lengths. */
const SAVE = statement(
  'routing.save-plans',
  `insert into route_plans (order_id, from_facility_id, station_id, zone_id, epoch, eta_at, distance_m, duration_s,
                            last_mile_m, link_ids)
   select p.order_id, p.from_facility_id, p.station_id, p.zone_id, p.epoch, p.eta_at, p.distance_m, p.duration_s,
          p.last_mile_m, p.link_ids::int[]
   from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::timestamptz[], $7::int[], $8::int[],
               $9::int[], $10::text[])
     as p (order_id, from_facility_id, station_id, zone_id, epoch, eta_at, distance_m, duration_s, last_mile_m, link_ids)
   on conflict (order_id) do update set
     from_facility_id = excluded.from_facility_id, station_id = excluded.station_id, zone_id = excluded.zone_id,
     epoch = excluded.epoch, eta_at = excluded.eta_at, distance_m = excluded.distance_m,
     duration_s = excluded.duration_s, last_mile_m = excluded.last_mile_m, link_ids = excluded.link_ids`,
);

const FIND = statement(
  'routing.find-plans',
  `select order_id as "orderId", from_facility_id as "fromFacilityId", station_id as "stationId", zone_id as "zoneId",
          epoch, eta_at as "etaAt", distance_m as "distanceM", duration_s as "durationS", last_mile_m as "lastMileM",
          link_ids as "linkIds"
   from route_plans where order_id = any($1::uuid[])`,
);

/** One compact row per order. */
@Injectable()
export class RoutePlanRepository {
  /** Writes the plans of a batch; an order that has one is re-routed. */
  save(tx: Tx, plans: readonly OrderRoute[]): void {
    if (plans.length === 0) return;
    tx.send(SAVE, [
      plans.map((plan) => plan.orderId),
      plans.map((plan) => plan.fromFacilityId),
      plans.map((plan) => plan.stationId),
      plans.map((plan) => plan.zoneId),
      plans.map((plan) => plan.epoch),
      plans.map((plan) => plan.etaAt),
      plans.map((plan) => plan.distanceM),
      plans.map((plan) => plan.durationS),
      plans.map((plan) => plan.lastMileM),
      plans.map((plan) => `{${plan.linkIds.join(',')}}`),
    ]);
  }

  /** In no particular order; orders without a plan are absent. */
  async find(db: Queryable, orderIds: readonly string[]): Promise<OrderRoute[]> {
    return orderIds.length === 0 ? [] : db.query<OrderRoute>(FIND, [orderIds]);
  }
}
