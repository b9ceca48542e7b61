const ARITY = 4;
const ABSENT = -1;

/**
 * An indexed 4-ary min-heap of node numbers over typed arrays (D. B. Johnson, "Priority queues with update and finding
 * minimum spanning trees", Information Processing Letters 4(3), 1975). Nodes are ordered by two keys that the caller
 * keeps in arrays and may lower while a node is inside, followed by `lowered`. Four children share a cache line.
 */
export class NodeHeap {
  private readonly heap: Int32Array;
  private readonly position: Int32Array;
  private size = 0;

  constructor(
    private readonly first: Float64Array,
    private readonly second: Float64Array,
  ) {
    this.heap = new Int32Array(first.length);
    this.position = new Int32Array(first.length).fill(ABSENT);
  }

  get isEmpty(): boolean {
    return this.size === 0;
  }

  /** Puts `node` in, or moves it up after its keys became smaller. */
  lowered(node: number): void {
    const known = this.position[node] ?? ABSENT;
    this.siftUp(known === ABSENT ? this.size++ : known, node);
  }

  /** Takes the node with the smallest keys out. Only for a heap that is not empty. */
  pop(): number {
    const top = this.heap[0] ?? ABSENT;
    this.position[top] = ABSENT;
    const last = this.heap[--this.size] ?? ABSENT;
    if (this.size > 0) this.siftDown(0, last);
    return top;
  }

  private siftUp(start: number, node: number): void {
    let at = start;
    while (at > 0) {
      const parentAt = (at - 1) >> 2;
      const parent = this.heap[parentAt] ?? ABSENT;
      if (!this.precedes(node, parent)) break;
      this.place(parent, at);
      at = parentAt;
    }
    this.place(node, at);
  }

  private siftDown(start: number, node: number): void {
    let at = start;
    for (;;) {
      const firstChild = at * ARITY + 1;
      if (firstChild >= this.size) break;
      const childAt = this.smallestChild(firstChild);
      const child = this.heap[childAt] ?? ABSENT;
      if (!this.precedes(child, node)) break;
      this.place(child, at);
      at = childAt;
    }
    this.place(node, at);
  }

  private smallestChild(firstChild: number): number {
    const end = Math.min(firstChild + ARITY, this.size);
    let best = firstChild;
    for (let at = firstChild + 1; at < end; at++) {
      if (this.precedes(this.heap[at] ?? ABSENT, this.heap[best] ?? ABSENT)) best = at;
    }
    return best;
  }

  private place(node: number, at: number): void {
    this.heap[at] = node;
    this.position[node] = at;
  }

  private precedes(a: number, b: number): boolean {
    const keyA = this.first[a] ?? Infinity;
    const keyB = this.first[b] ?? Infinity;
    return keyA < keyB || (keyA === keyB && (this.second[a] ?? Infinity) < (this.second[b] ?? Infinity));
  }
}
