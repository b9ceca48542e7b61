import { LRUCache } from 'lru-cache';
import { buildCsrGraph, type CsrGraph } from './csr-graph';
import type { Facility, Link } from './network';
import { pathLinkIds, shortestPathTree, type ShortestPathTree } from './shortest-path-tree';

/** Trees for facilities that are no warehouse are kept for this many sources: a tree of 10,000 nodes takes 240 kB. */
const LAZY_TREES = 256;

/** The fastest way between two facilities, without the last mile. */
export interface LineHaul {
  readonly distanceM: number;
  readonly durationS: number;
  readonly linkIds: readonly number[];
}

interface Source {
  readonly tree: ShortestPathTree;
  /** Ways found so far by node, so that thousands of orders to one station share one array of link ids. */
  readonly ways: Map<number, LineHaul | undefined>;
}

/** Fastest ways over the active facilities and open links of one network, one tree per source. */
export class LineHauls {
  private readonly nodeOf = new Map<string, number>();
  private readonly graph: CsrGraph;
  private readonly warm = new Map<string, Source>();
  private readonly lazy = new LRUCache<string, Source>({ max: LAZY_TREES });

  constructor(facilities: readonly Facility[], links: readonly Link[]) {
    for (const facility of facilities) if (facility.active) this.nodeOf.set(facility.id, this.nodeOf.size);
    this.graph = buildCsrGraph(
      this.nodeOf.size,
      links.flatMap((link) => {
        const from = this.nodeOf.get(link.fromFacilityId);
        const to = this.nodeOf.get(link.toFacilityId);
        if (link.closed || from === undefined || to === undefined) return [];
        return [{ from, to, durationS: link.durationS, distanceM: link.distanceM, linkId: link.id }];
      }),
    );
  }

  /** Computes the tree of a source now and keeps it for as long as this network lives. */
  prepare(facilityId: string): void {
    const node = this.nodeOf.get(facilityId);
    if (node !== undefined) this.warm.set(facilityId, this.search(node));
  }

  /** Undefined when a facility is unknown or inactive, or nothing open leads from one to the other. */
  find(fromFacilityId: string, toFacilityId: string): LineHaul | undefined {
    const to = this.nodeOf.get(toFacilityId);
    const source = this.sourceOf(fromFacilityId);
    if (to === undefined || source === undefined) return undefined;
    const known = source.ways.get(to);
    if (known !== undefined || source.ways.has(to)) return known;
    const way = this.unpack(source.tree, to);
    source.ways.set(to, way);
    return way;
  }

  reaches(fromFacilityId: string, toFacilityId: string): boolean {
    const to = this.nodeOf.get(toFacilityId);
    const durations = this.sourceOf(fromFacilityId)?.tree.durationS;
    return to !== undefined && durations !== undefined && durations[to] !== Infinity;
  }

  private sourceOf(facilityId: string): Source | undefined {
    const known = this.warm.get(facilityId) ?? this.lazy.get(facilityId);
    if (known !== undefined) return known;
    const node = this.nodeOf.get(facilityId);
    if (node === undefined) return undefined;
    const source = this.search(node);
    this.lazy.set(facilityId, source);
    return source;
  }

  private search(node: number): Source {
    return { tree: shortestPathTree(this.graph, node), ways: new Map() };
  }

  private unpack(tree: ShortestPathTree, node: number): LineHaul | undefined {
    const linkIds = pathLinkIds(this.graph, tree, node);
    if (linkIds === undefined) return undefined;
    return {
      distanceM: tree.distanceM[node] ?? 0,
      durationS: tree.durationS[node] ?? 0,
      linkIds: Object.freeze(linkIds),
    };
  }
}
