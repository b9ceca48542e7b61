import type { Facility, Link, Zone } from './network';

/** A whole network by codes, as a generator or a file states it; the importer gives the ids. */
export interface NetworkImport {
  readonly facilities: readonly Pick<Facility, 'code' | 'kind' | 'name' | 'lat' | 'lng' | 'country'>[];
  readonly links: readonly (Pick<Link, 'distanceM' | 'durationS'> & {
    readonly fromCode: string;
    readonly toCode: string;
  })[];
  readonly zones: readonly (Pick<Zone, 'code' | 'name' | 'country' | 'lat' | 'lng' | 'radiusM'> & {
    readonly stationCode: string;
  })[];
}

/** The ids under which an import is known now; links by `linkKey`. */
export interface ImportedNetwork {
  readonly facilityIds: ReadonlyMap<string, string>;
  readonly zoneIds: ReadonlyMap<string, string>;
  readonly linkIds: ReadonlyMap<string, number>;
}

/** Names a link by the codes of its ends: codes hold no `>`. */
export function linkKey(fromCode: string, toCode: string): string {
  return `${fromCode}>${toCode}`;
}
