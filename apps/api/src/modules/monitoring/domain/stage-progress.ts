/** When each stage last did anything. */
export class StageProgress {
  private readonly movedAtMs = new Map<string, number>();

  moved(stage: string, atMs: number): void {
    this.movedAtMs.set(stage, atMs);
  }

  /** For how many seconds a stage that has work has done nothing. */
  stalledS(stage: string, dueOrders: number, nowMs: number): number {
    const since = this.movedAtMs.get(stage);
    if (dueOrders === 0 || since === undefined) {
      this.movedAtMs.set(stage, nowMs);
      return 0;
    }
    return (nowMs - since) / 1000;
  }
}
