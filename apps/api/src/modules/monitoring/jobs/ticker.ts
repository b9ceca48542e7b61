/** Runs something again and again, one run after the other, with at least `intervalMs` from start to start. */
export class Ticker {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private failing = false;

  constructor(
    private readonly intervalMs: number,
    private readonly run: () => Promise<void>,
    /** Told of the first failure of a row of failures: the others would say the same. */
    private readonly options: { onFailing(this: void, error: unknown): void },
  ) {}

  start(): void {
    this.tick();
  }

  /** Resolves when the run under way has ended; there is no other after it. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private tick(): void {
    const startedMs = performance.now();
    this.running = this.once().then(() => {
      const pauseMs = Math.max(0, this.intervalMs - (performance.now() - startedMs));
      if (!this.stopped) this.timer = setTimeout(() => this.tick(), pauseMs);
    });
  }

  private async once(): Promise<void> {
    try {
      await this.run();
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.options.onFailing(error);
      this.failing = true;
    }
  }
}
