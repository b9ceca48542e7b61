const MINUTE_MS = 60_000;
const MINUTES = 60;

/** How much a value has grown within an hour, from one reading a minute: the least of it, so that a moment's peak is none. */
export class GrowthWindow {
  private readonly minutes: number[] = [];
  private least = Number.POSITIVE_INFINITY;
  private minute = Number.NEGATIVE_INFINITY;

  add(atMs: number, value: number): void {
    const minute = Math.floor(atMs / MINUTE_MS);
    if (minute !== this.minute && Number.isFinite(this.least)) {
      this.minutes.push(this.least);
      if (this.minutes.length > MINUTES) this.minutes.shift();
      this.least = Number.POSITIVE_INFINITY;
    }
    this.minute = minute;
    this.least = Math.min(this.least, value);
  }

  /** 0.2 for a fifth more than an hour ago; undefined before there is an hour to compare. */
  growth(): number | undefined {
    const [first, last] = [this.minutes[0], this.minutes.at(-1)];
    if (this.minutes.length < MINUTES || first === undefined || last === undefined || first <= 0) return undefined;
    return last / first - 1;
  }
}
