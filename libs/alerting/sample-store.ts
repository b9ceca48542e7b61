import { labelKey, type Labels } from './labels';
import { SampleRing } from './sample-ring';

/** One value over time. */
export interface Series {
  readonly name: string;
  readonly labels: Labels;
  readonly ring: SampleRing;
}

export interface StoreBounds {
  /** The most series that are kept; beyond it the one that has been silent for longest gives way. */
  readonly series: number;
  readonly samplesPerSeries: number;
}

/** All series that the rules look at, in bounded memory: `series` × `samplesPerSeries` × 16 bytes. */
export class SampleStore {
  private readonly names = new Map<string, Map<string, Series>>();
  private count = 0;

  constructor(private readonly bounds: StoreBounds) {}

  get size(): number {
    return this.count;
  }

  /** Adds a sample; false when it is older than what is known of its series. */
  add(name: string, labels: Labels, atMs: number, value: number): boolean {
    return this.seriesOf(name, labels).ring.push(atMs, value);
  }

  /** The series of a name, in the order of their labels: never in the order in which they came. */
  of(name: string): readonly Series[] {
    const found = [...(this.names.get(name) ?? new Map<string, Series>())];
    return found.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, series]) => series);
  }

  find(name: string, key: string): Series | undefined {
    return this.names.get(name)?.get(key);
  }

  /** Forgets series that have been silent since before `beforeMs`. */
  forget(beforeMs: number): void {
    for (const family of this.names.values()) {
      for (const [key, series] of family) if (series.ring.latestMs < beforeMs) this.remove(family, key);
    }
  }

  private seriesOf(name: string, labels: Labels): Series {
    const family = this.names.get(name) ?? new Map<string, Series>();
    this.names.set(name, family);
    const key = labelKey(labels);
    const known = family.get(key);
    if (known !== undefined) return known;
    if (this.count >= this.bounds.series) this.dropSilent();
    const series = { name, labels, ring: new SampleRing(this.bounds.samplesPerSeries) };
    family.set(key, series);
    this.count += 1;
    return series;
  }

  private dropSilent(): void {
    let silent: { family: Map<string, Series>; key: string; latestMs: number } | undefined;
    for (const family of this.names.values()) {
      for (const [key, { ring }] of family) {
        if (silent === undefined || ring.latestMs < silent.latestMs) silent = { family, key, latestMs: ring.latestMs };
      }
    }
    if (silent !== undefined) this.remove(silent.family, silent.key);
  }

  private remove(family: Map<string, Series>, key: string): void {
    if (family.delete(key)) this.count -= 1;
  }
}
