/** Things to do later. What still waits or runs is counted, so that a run can end when all is done. */
export class Errands {
  private readonly timers = new Map<NodeJS.Timeout, () => void>();
  private running = 0;

  get open(): number {
    return this.timers.size + this.running;
  }

  /** Runs `errand` after `ms`; what it throws ends the process, as a fault of the client's own. */
  later(ms: number, errand: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.now(errand);
    }, ms);
    this.timers.set(timer, () => this.now(errand));
  }

  now(errand: () => Promise<void>): void {
    this.running += 1;
    void errand().finally(() => (this.running -= 1));
  }
}
