import type { CsrGraph } from './csr-graph';
import { NodeHeap } from './node-heap';

/** The fastest way from `source` to every node. Sums are exact integers in doubles; `Infinity` is unreachable. */
export interface ShortestPathTree {
  readonly source: number;
  readonly durationS: Float64Array;
  readonly distanceM: Float64Array;
  /** The node before, -1 at the source and where nothing leads. */
  readonly parent: Int32Array;
  /** The arc that was taken from the parent, -1 alike. */
  readonly parentArc: Int32Array;
}

/**
 * E. W. Dijkstra, "A note on two problems in connexion with graphs", Numerische Mathematik 1, 1959, with a 4-ary heap.
 *
 * Minimises duration, then distance, then the id of the last link of each path. Because every arc takes time, all
 * candidates for a node's last link are relaxed before the node is settled, so the tree is the same in every process
 * whatever the order of the arcs. O((n + m) log n) and four arrays of n.
 */
export function shortestPathTree(graph: CsrGraph, source: number): ShortestPathTree {
  const tree: ShortestPathTree = {
    source,
    durationS: new Float64Array(graph.nodeCount).fill(Infinity),
    distanceM: new Float64Array(graph.nodeCount).fill(Infinity),
    parent: new Int32Array(graph.nodeCount).fill(-1),
    parentArc: new Int32Array(graph.nodeCount).fill(-1),
  };
  tree.durationS[source] = 0;
  tree.distanceM[source] = 0;
  const open = new NodeHeap(tree.durationS, tree.distanceM);
  open.lowered(source);
  while (!open.isEmpty) relaxArcsOf(open.pop(), graph, tree, open);
  return tree;
}

function relaxArcsOf(node: number, graph: CsrGraph, tree: ShortestPathTree, open: NodeHeap): void {
  const end = graph.firstArc[node + 1] ?? 0;
  const nodeDurationS = tree.durationS[node] ?? Infinity;
  const nodeDistanceM = tree.distanceM[node] ?? Infinity;
  for (let arc = graph.firstArc[node] ?? 0; arc < end; arc++) {
    const head = graph.head[arc] ?? 0;
    const durationS = nodeDurationS + (graph.durationS[arc] ?? Infinity);
    const distanceM = nodeDistanceM + (graph.distanceM[arc] ?? Infinity);
    const order = compare(durationS, tree.durationS[head], distanceM, tree.distanceM[head]);
    if (order > 0 || (order === 0 && !hasLowerLink(graph, arc, tree.parentArc[head] ?? -1))) continue;
    tree.durationS[head] = durationS;
    tree.distanceM[head] = distanceM;
    tree.parent[head] = node;
    tree.parentArc[head] = arc;
    if (order < 0) open.lowered(head);
  }
}

function compare(durationS: number, knownS = Infinity, distanceM: number, knownM = Infinity): number {
  return durationS === knownS ? distanceM - knownM : durationS - knownS;
}

/** False for the source itself (no arc leads to it): nothing that costs time is as good as being there. */
function hasLowerLink(graph: CsrGraph, arc: number, knownArc: number): boolean {
  return knownArc >= 0 && (graph.linkId[arc] ?? 0) < (graph.linkId[knownArc] ?? 0);
}

/** The link ids from the source to `node`, in driving order; undefined when nothing leads there. */
export function pathLinkIds(graph: CsrGraph, tree: ShortestPathTree, node: number): number[] | undefined {
  if (tree.durationS[node] === Infinity || tree.durationS[node] === undefined) return undefined;
  const links: number[] = [];
  for (let at = node; at !== tree.source; at = tree.parent[at] ?? tree.source) {
    links.push(graph.linkId[tree.parentArc[at] ?? 0] ?? 0);
  }
  return links.reverse();
}
