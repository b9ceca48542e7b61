/** The newest samples of one series, in a fixed piece of memory: the oldest gives way to the newest. */
export class SampleRing {
  private readonly times: Float64Array;
  private readonly values: Float64Array;
  private next = 0;
  private count = 0;

  constructor(readonly capacity: number) {
    this.times = new Float64Array(capacity);
    this.values = new Float64Array(capacity);
  }

  get length(): number {
    return this.count;
  }

  /** When the newest sample was taken; minus infinity before the first one. */
  get latestMs(): number {
    return this.count === 0 ? Number.NEGATIVE_INFINITY : (this.times[this.slot(this.count - 1)] ?? 0);
  }

  /** Takes a sample that is newer than all before it; one that is not was heard already, and changes nothing. */
  push(atMs: number, value: number): boolean {
    if (atMs <= this.latestMs || !Number.isFinite(value)) return false;
    this.times[this.next] = atMs;
    this.values[this.next] = value;
    this.next = (this.next + 1) % this.capacity;
    this.count = Math.min(this.count + 1, this.capacity);
    return true;
  }

  /** The newest value that was known at `atMs` and is at most `freshMs` old. */
  valueAt(atMs: number, freshMs: number): number | undefined {
    for (let index = this.count - 1; index >= 0; index--) {
      const slot = this.slot(index);
      const time = this.times[slot] ?? 0;
      if (time <= atMs) return time >= atMs - freshMs ? this.values[slot] : undefined;
    }
    return undefined;
  }

  /** Time and value of the samples of `fromMs` to `toMs`, both included, oldest first. */
  between(fromMs: number, toMs: number): (readonly [atMs: number, value: number])[] {
    const found: (readonly [number, number])[] = [];
    for (let index = 0; index < this.count; index++) {
      const slot = this.slot(index);
      const time = this.times[slot] ?? 0;
      if (time >= fromMs && time <= toMs) found.push([time, this.values[slot] ?? 0]);
    }
    return found;
  }

  private slot(index: number): number {
    return (this.next - this.count + index + this.capacity) % this.capacity;
  }
}
