/** How often a check must fail in a row before it counts: one lost packet must not take an instance out. */
const FAILURES_TO_FAIL = 3;

export interface ProbeOptions {
  /** A check that took longer has failed. */
  readonly timeoutMs: number;
  /** Within this time the last verdict is given again, so that many askers are no load. */
  readonly reuseMs: number;
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
}

/** A check of something that may be slow or gone: answers in bounded time, and fails only after three failures in a row. */
export class BoundedProbe {
  private failures = 0;
  private checkedAtMs = Number.NEGATIVE_INFINITY;
  private running: Promise<void> | undefined;

  constructor(
    private readonly check: () => Promise<unknown>,
    private readonly options: ProbeOptions,
  ) {}

  async isHealthy(): Promise<boolean> {
    if (this.running === undefined && this.options.nowMs() - this.checkedAtMs >= this.options.reuseMs) {
      this.running = this.run().finally(() => (this.running = undefined));
    }
    await this.running;
    return this.failures < FAILURES_TO_FAIL;
  }

  private async run(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), this.options.timeoutMs);
    });
    const outcome = this.check().then(
      () => true,
      () => false,
    );
    const passed = await Promise.race([outcome, timeout]);
    clearTimeout(timer);
    this.failures = passed ? 0 : this.failures + 1;
    this.checkedAtMs = this.options.nowMs();
  }
}
