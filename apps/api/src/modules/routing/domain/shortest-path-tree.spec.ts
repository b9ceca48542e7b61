import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Arc, buildCsrGraph } from './csr-graph';
import { pathLinkIds, shortestPathTree } from './shortest-path-tree';

const NODES = 9;
const small = fc.integer({ min: 1, max: 4 });

/** Small weights on few nodes: many parallel arcs, loops and ties. Link ids are a shuffled numbering. */
const arcLists = fc
  .array(fc.record({ from: fc.nat(NODES - 1), to: fc.nat(NODES - 1), durationS: small, distanceM: small }), {
    maxLength: 40,
    size: 'max', // small graphs hold no ties
  })
  .chain((arcs) =>
    fc
      .shuffledSubarray([...arcs.keys()], { minLength: arcs.length, maxLength: arcs.length })
      .map((ids): Arc[] => arcs.map((arc, index) => ({ ...arc, linkId: 100 + (ids[index] ?? 0) }))),
  );

/** Bellman-Ford (R. Bellman, 1958) over (duration, distance) pairs: nothing shared with the code under test. */
function bellmanFord(arcs: readonly Arc[], source: number): { durationS: number; distanceM: number }[] {
  const best = Array.from({ length: NODES }, () => ({ durationS: Infinity, distanceM: Infinity }));
  best[source] = { durationS: 0, distanceM: 0 };
  for (let round = 0; round < NODES; round++) {
    for (const arc of arcs) {
      const from = best[arc.from] ?? { durationS: Infinity, distanceM: Infinity };
      const to = best[arc.to] ?? { durationS: Infinity, distanceM: Infinity };
      const durationS = from.durationS + arc.durationS;
      const distanceM = from.distanceM + arc.distanceM;
      if (durationS < to.durationS || (durationS === to.durationS && distanceM < to.distanceM)) {
        best[arc.to] = { durationS, distanceM };
      }
    }
  }
  return best;
}

describe('shortestPathTree', () => {
  it('finds the duration and distance that Bellman-Ford finds, from every source', () => {
    fc.assert(
      fc.property(arcLists, fc.nat(NODES - 1), (arcs, source) => {
        const tree = shortestPathTree(buildCsrGraph(NODES, arcs), source);
        const expected = bellmanFord(arcs, source);
        expect([...tree.durationS]).toEqual(expected.map((node) => node.durationS));
        expect([...tree.distanceM]).toEqual(expected.map((node) => node.distanceM));
      }),
      { numRuns: 120 },
    );
  });

  it('unpacks paths whose links connect and add up, and takes the lowest of equally good last links', () => {
    fc.assert(
      fc.property(arcLists, fc.nat(NODES - 1), (arcs, source) => {
        const graph = buildCsrGraph(NODES, arcs);
        const tree = shortestPathTree(graph, source);
        const expected = bellmanFord(arcs, source);
        const byLink = new Map(arcs.map((arc) => [arc.linkId, arc]));
        for (let node = 0; node < NODES; node++) {
          const links = pathLinkIds(graph, tree, node);
          if (expected[node]?.durationS === Infinity) {
            expect(links).toBeUndefined();
            continue;
          }
          let at = source;
          let durationS = 0;
          for (const id of links ?? []) {
            expect(byLink.get(id)?.from).toBe(at);
            at = byLink.get(id)?.to ?? -1;
            durationS += byLink.get(id)?.durationS ?? 0;
          }
          expect([at, durationS]).toEqual([node, expected[node]?.durationS]);
          const asGood = arcs.filter((arc) => {
            const from = expected[arc.from];
            const here = expected[node];
            if (arc.to !== node || from === undefined || here === undefined) return false;
            return (
              from.durationS + arc.durationS === here.durationS && from.distanceM + arc.distanceM === here.distanceM
            );
          });
          if (node !== source) expect(links?.at(-1)).toBe(Math.min(...asGood.map((arc) => arc.linkId)));
        }
      }),
      { numRuns: 120 },
    );
  });

  it('is the same whatever the order in which the links were read', () => {
    fc.assert(
      fc.property(arcLists, (arcs) => {
        const one = buildCsrGraph(NODES, arcs);
        const other = buildCsrGraph(NODES, arcs.toReversed());
        for (let node = 0; node < NODES; node++) {
          expect(pathLinkIds(other, shortestPathTree(other, 0), node)).toEqual(
            pathLinkIds(one, shortestPathTree(one, 0), node),
          );
        }
      }),
      { numRuns: 80 },
    );
  });

  it('prefers the shorter of two equally fast ways', () => {
    const arcs: Arc[] = [
      { from: 0, to: 1, durationS: 60, distanceM: 900, linkId: 1 },
      { from: 0, to: 1, durationS: 60, distanceM: 800, linkId: 7 },
    ];
    const graph = buildCsrGraph(2, arcs);
    expect(pathLinkIds(graph, shortestPathTree(graph, 0), 1)).toEqual([7]);
  });
});

describe('buildCsrGraph', () => {
  it('refuses a link that takes no time and a link to nowhere', () => {
    const arc: Arc = { from: 0, to: 1, durationS: 60, distanceM: 900, linkId: 5 };
    expect(() => buildCsrGraph(2, [{ ...arc, durationS: 0 }])).toThrow('Link 5 takes 0 s');
    expect(() => buildCsrGraph(1, [arc])).toThrow('Link 5 joins nodes 0 and 1');
  });
});
