/** What to plan: from a facility to a position inside a zone. */
export interface PlanRequest {
  readonly fromFacilityId: string;
  readonly zoneId: string;
  readonly lat: number;
  readonly lng: number;
}

/**
 * The way an order takes: `linkIds` in driving order, then `lastMileM` by street from the station. `distanceM` and
 * `durationS` are sums over both at free flow, without waiting for departures. `linkIds` may be shared between plans.
 */
export interface RoutePlan {
  readonly fromFacilityId: string;
  readonly stationId: string;
  readonly zoneId: string;
  /** The version of the network that this was computed on. */
  readonly epoch: number;
  readonly distanceM: number;
  readonly durationS: number;
  readonly linkIds: readonly number[];
  readonly lastMileM: number;
}

/** The plan of one order; `etaAt` is when the parcel is expected at the door. */
export interface OrderRoute extends RoutePlan {
  readonly orderId: string;
  readonly etaAt: Date;
}
