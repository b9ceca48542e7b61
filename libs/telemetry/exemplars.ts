/** A recorded request among those that a bucket counts. */
interface Exemplar {
  readonly traceId: string;
  readonly value: number;
  readonly atMs: number;
}

/**
 * The latest recorded trace of each bucket of one histogram, for whoever looks at a slow bucket and wants to see a slow request.
 * Bounded as the histogram is: one for each of its samples.
 */
export class Exemplars {
  private readonly kept = new Map<string, Exemplar>();

  constructor(
    private readonly name: string,
    private readonly buckets: readonly number[],
  ) {}

  keep(labels: Readonly<Record<string, string>>, value: number, traceId: string): void {
    const bound = this.buckets.find((bucket) => value <= bucket);
    this.kept.set(this.sampleOf(bound === undefined ? '+Inf' : String(bound), labels), {
      traceId,
      value,
      atMs: Date.now(),
    });
  }

  /** By the bucket's sample as it is printed: what OpenMetrics puts behind its value. */
  *printed(): Generator<readonly [string, string]> {
    for (const [sample, { traceId, value, atMs }] of this.kept) {
      yield [sample, ` # {trace_id="${traceId}"} ${value} ${atMs / 1000}`];
    }
  }

  private sampleOf(bound: string, labels: Readonly<Record<string, string>>): string {
    const rest = Object.entries(labels).map(([name, value]) => `,${name}="${escaped(value)}"`);
    return `${this.name}_bucket{le="${bound}"${rest.join('')}}`;
  }
}

function escaped(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"');
}
