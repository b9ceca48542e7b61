export const FACILITY_KINDS = ['warehouse', 'hub', 'station'] as const;
export type FacilityKind = (typeof FACILITY_KINDS)[number];

/** A node of the line-haul network. An inactive one is passed through by no route. */
export interface Facility {
  readonly id: string;
  readonly code: string;
  readonly kind: FacilityKind;
  readonly name: string;
  readonly lat: number;
  readonly lng: number;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly active: boolean;
}

/** A directed connection of two facilities. A closed one carries no new route; seats given on it stay given. */
export interface Link {
  readonly id: number;
  readonly fromFacilityId: string;
  readonly toFacilityId: string;
  readonly distanceM: number;
  /** Free-flow driving time, at least 1 s: a link that takes no time could be part of a circle for nothing. */
  readonly durationS: number;
  readonly closed: boolean;
}

/** The circle that a delivery station serves. */
export interface Zone {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly stationId: string;
  readonly country: string;
  readonly lat: number;
  readonly lng: number;
  readonly radiusM: number;
  readonly active: boolean;
}

/** The whole network as one transaction saw it. `epoch` is the version of topic `network` in the same snapshot. */
export interface NetworkData {
  readonly epoch: number;
  readonly facilities: readonly Facility[];
  readonly links: readonly Link[];
  readonly zones: readonly Zone[];
}

/** The largest circle that a station may serve: bounds the cells a zone takes in the lookup grid. */
export const MAX_ZONE_RADIUS_M = 500_000;
