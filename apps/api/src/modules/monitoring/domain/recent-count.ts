/** How often something happened in the last ticks; a tick is one reading. */
export class RecentCount {
  private readonly counts: number[] = [];

  constructor(private readonly ticks: number) {}

  /** Adds what happened since the reading before; answers the sum. */
  add(count: number): number {
    this.counts.push(count);
    if (this.counts.length > this.ticks) this.counts.shift();
    return this.counts.reduce((sum, each) => sum + each, 0);
  }
}
