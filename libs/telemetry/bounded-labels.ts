/**
 * The label values that a metric may carry: a fixed list, or at most so many different ones. A label fed from requests
 * without a bound grows a time series for each value until memory is gone.
 */
export type LabelBound = readonly string[] | { readonly atMost: number };

/** The values of a metric's labels; lists narrow to their members. */
export type LabelValues<Labels extends Record<string, LabelBound>> = {
  readonly [Name in keyof Labels]: Labels[Name] extends readonly (infer Value extends string)[] ? Value : string;
};

/** Where values beyond the bound are counted. */
const OTHER = 'other';

/** Holds the labels of one metric inside their bounds. */
export class BoundedLabels<Labels extends Record<string, LabelBound>> {
  private readonly seen = new Map<string, Set<string>>();

  readonly names: readonly string[];

  constructor(private readonly bounds: Labels) {
    this.names = Object.keys(bounds);
    for (const [name, bound] of Object.entries(bounds)) this.seen.set(name, new Set('atMost' in bound ? [] : bound));
  }

  bound(values: LabelValues<Labels>): Record<string, string> {
    const bound: Record<string, string> = {};
    for (const name of this.names) bound[name] = this.value(name, values[name] ?? OTHER);
    return bound;
  }

  private value(name: string, value: string): string {
    const seen = this.seen.get(name);
    const bound = this.bounds[name];
    if (seen === undefined || bound === undefined) return OTHER;
    if (seen.has(value)) return value;
    if (!('atMost' in bound) || seen.size >= bound.atMost) return OTHER;
    seen.add(value);
    return value;
  }
}
