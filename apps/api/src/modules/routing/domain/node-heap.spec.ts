import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NodeHeap } from './node-heap';

const NODES = 60;
const key = fc.nat(30);

describe('NodeHeap', () => {
  it('hands nodes out by their keys, also when those were lowered inside', () => {
    const nodeKeys = fc.array(fc.tuple(key, key), { minLength: NODES, maxLength: NODES });
    const lowerings = fc.array(fc.tuple(fc.nat(NODES - 1), fc.nat(9)), { maxLength: 80, size: 'max' });
    fc.assert(
      fc.property(nodeKeys, lowerings, (keys, lowered) => {
        const first = Float64Array.from(keys, ([value]) => value);
        const second = Float64Array.from(keys, ([, value]) => value);
        const heap = new NodeHeap(first, second);
        for (let node = 0; node < NODES; node++) heap.lowered(node);
        for (const [node, by] of lowered) {
          first[node] = (first[node] ?? 0) - by;
          heap.lowered(node);
        }
        const popped: number[] = [];
        while (!heap.isEmpty) popped.push(heap.pop());
        const keyOf = (node: number): [number, number] => [first[node] ?? 0, second[node] ?? 0];
        const sorted = popped.toSorted((a, b) => {
          const [a1, a2] = keyOf(a);
          const [b1, b2] = keyOf(b);
          return a1 - b1 || a2 - b2;
        });
        expect(popped.map(keyOf)).toEqual(sorted.map(keyOf));
        expect(new Set(popped).size).toBe(NODES);
      }),
    );
  });

  it('takes a node in again after it was handed out', () => {
    const heap = new NodeHeap(Float64Array.of(1, 2), Float64Array.of(0, 0));
    heap.lowered(1);
    heap.lowered(0);
    expect([heap.pop(), heap.pop(), heap.isEmpty]).toEqual([0, 1, true]);
    heap.lowered(1);
    expect([heap.pop(), heap.isEmpty]).toEqual([1, true]);
  });
});
