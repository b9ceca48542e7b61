/** The way of one order, as `expand=route` tells it. */
export interface Route {
  readonly from_facility_id: string;
  readonly link_ids: readonly number[];
}

export interface Link {
  readonly id: number;
  readonly from_facility_id: string;
  readonly to_facility_id: string;
}

export interface ScanStep {
  readonly code: 'picked_up' | 'departed' | 'arrived';
  readonly facilityId: string;
}

/** Every scan of a parcel from the warehouse to its station; undefined when a link is not known any more. */
export function scanSteps(route: Route, links: ReadonlyMap<number, Link>): ScanStep[] | undefined {
  const steps: ScanStep[] = [{ code: 'picked_up', facilityId: route.from_facility_id }];
  for (const id of route.link_ids) {
    const link = links.get(id);
    if (link === undefined) return undefined;
    steps.push({ code: 'departed', facilityId: link.from_facility_id });
    steps.push({ code: 'arrived', facilityId: link.to_facility_id });
  }
  return steps;
}
