export interface PollLoopOptions {
  /** One turn; true when there is more to do at once. */
  turn(): Promise<boolean>;
  pollMs(): number;
  onError(error: unknown): void;
}

/** Takes turns: at once when woken or when a turn says that there is more, else after a while. Never two at a time. */
export class PollLoop {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private woken = false;
  private stopped = false;

  constructor(private readonly options: PollLoopOptions) {}

  wake(): void {
    this.woken = true;
    if (this.running !== undefined || this.stopped) return;
    clearTimeout(this.timer);
    this.running = this.run().finally(() => {
      this.running = undefined;
      if (this.stopped) return;
      if (this.woken) this.wake();
      else this.timer = setTimeout(() => this.wake(), this.options.pollMs());
    });
  }

  /** Resolves when the turn under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.woken && !this.stopped) {
      this.woken = false;
      try {
        if (await this.options.turn()) this.woken = true;
      } catch (error) {
        this.options.onError(error);
      }
    }
  }
}
