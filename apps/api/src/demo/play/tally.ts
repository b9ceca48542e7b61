/** What the players count; the live line and the summary are drawn from it. */
export class Tally {
  placed = 0;
  dispatched = 0;
  scans = 0;
  attemptsFailed = 0;
  delivered = 0;
  /** Orders that wait for funds, stock or capacity. */
  waiting = 0;
  private readonly errors = new Map<string, number>();

  fault(what: string): void {
    this.errors.set(what, (this.errors.get(what) ?? 0) + 1);
  }

  get errorCount(): number {
    return [...this.errors.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The most frequent faults first. */
  faults(): readonly (readonly [what: string, count: number])[] {
    return [...this.errors].sort(([, a], [, b]) => b - a);
  }
}

/** One line of what happens; rates are of the time since the line before. */
export function liveLine(tally: Tally, before: { placed: number; delivered: number }, seconds: number): string {
  const rate = (now: number, then: number): string => ((now - then) / seconds).toFixed(0);
  const underWay = tally.dispatched - tally.delivered;
  return [
    `placed ${tally.placed} (${rate(tally.placed, before.placed)}/s)`,
    `waiting ${tally.waiting}`,
    `on the road ${underWay}`,
    `scans ${tally.scans}`,
    `delivered ${tally.delivered} (${rate(tally.delivered, before.delivered)}/s)`,
    `errors ${tally.errorCount}`,
  ].join(' · ');
}
