/** One directed arc between node numbers. */
export interface Arc {
  readonly from: number;
  readonly to: number;
  readonly durationS: number;
  readonly distanceM: number;
  readonly linkId: number;
}

/**
 * A graph in compressed sparse row form: the arcs leaving node v are `firstArc[v] .. firstArc[v + 1] - 1`, so that a
 * search reads memory in order and allocates nothing. Parallel arcs are kept.
 */
export interface CsrGraph {
  readonly nodeCount: number;
  readonly arcCount: number;
  readonly firstArc: Uint32Array;
  readonly head: Uint32Array;
  readonly durationS: Uint32Array;
  readonly distanceM: Uint32Array;
  readonly linkId: Uint32Array;
}

/**
 * Builds the rows by one counting pass. The arcs of a node keep the order they were given in.
 * @throws RangeError for an arc outside the nodes, or one that takes less than a second: the tie rule of the
 * shortest-path tree needs every arc to cost something.
 */
export function buildCsrGraph(nodeCount: number, arcs: readonly Arc[]): CsrGraph {
  const firstArc = new Uint32Array(nodeCount + 1);
  for (const arc of arcs) {
    assertArc(arc, nodeCount);
    firstArc[arc.from + 1] = (firstArc[arc.from + 1] ?? 0) + 1;
  }
  for (let node = 0; node < nodeCount; node++) firstArc[node + 1] = (firstArc[node + 1] ?? 0) + (firstArc[node] ?? 0);

  const graph: CsrGraph = {
    nodeCount,
    arcCount: arcs.length,
    firstArc,
    head: new Uint32Array(arcs.length),
    durationS: new Uint32Array(arcs.length),
    distanceM: new Uint32Array(arcs.length),
    linkId: new Uint32Array(arcs.length),
  };
  const next = firstArc.slice();
  for (const arc of arcs) {
    const at = next[arc.from] ?? 0;
    next[arc.from] = at + 1;
    graph.head[at] = arc.to;
    graph.durationS[at] = arc.durationS;
    graph.distanceM[at] = arc.distanceM;
    graph.linkId[at] = arc.linkId;
  }
  return graph;
}

function assertArc(arc: Arc, nodeCount: number): void {
  const inside = (node: number): boolean => Number.isInteger(node) && node >= 0 && node < nodeCount;
  if (!inside(arc.from) || !inside(arc.to)) {
    throw new RangeError(`Link ${arc.linkId} joins nodes ${arc.from} and ${arc.to}; the graph has ${nodeCount}`);
  }
  if (!Number.isInteger(arc.durationS) || arc.durationS < 1) {
    throw new RangeError(`Link ${arc.linkId} takes ${arc.durationS} s; at least 1 whole second is needed`);
  }
}
