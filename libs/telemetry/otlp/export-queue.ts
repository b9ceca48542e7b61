/** Why something was not exported. */
export type DropReason = 'queue_full' | 'export_failed';

export interface ExportQueueOptions<Item> {
  /** Resolves when the other side has taken the batch; rejects when it has not, within bounded time. */
  send(batch: readonly Item[]): Promise<void>;
  /** Items that may wait; the next one is dropped. */
  readonly limit: number;
  readonly batchSize: number;
  /** How long an item waits at most for company, and a failure for the next attempt. */
  readonly delayMs: number;
  onSent(items: number): void;
  onDropped(items: number, reason: DropReason): void;
}

/**
 * What waits to be exported. Adding never waits and never throws; memory is bounded; one batch is under way at a time. A batch that
 * could not be sent is dropped and counted, whatever was tried before: what comes later is worth as much.
 */
export class ExportQueue<Item> {
  private readonly items: Item[] = [];
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;

  constructor(private readonly options: ExportQueueOptions<Item>) {}

  get waiting(): number {
    return this.items.length;
  }

  add(item: Item): void {
    if (this.items.length >= this.options.limit) {
      this.options.onDropped(1, 'queue_full');
      return;
    }
    this.items.push(item);
    if (this.items.length === this.options.batchSize) this.sendSoon(0);
    else this.timer ??= this.inTime(this.options.delayMs);
  }

  /** Sends what waits, for at most so long. What is left then is dropped. */
  async close(withinMs: number): Promise<void> {
    let late: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => (late = setTimeout(resolve, withinMs)));
    await Promise.race([this.flush(), limit]);
    clearTimeout(late);
    clearTimeout(this.timer);
    const left = this.items.splice(0).length;
    if (left > 0) this.options.onDropped(left, 'export_failed');
  }

  private async flush(): Promise<void> {
    await this.sending;
    while (this.items.length > 0) {
      this.sendNext();
      await this.sending;
    }
  }

  private inTime(delayMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.timer = undefined;
      if (this.sending === undefined) this.sendNext();
    }, delayMs).unref();
  }

  private sendSoon(delayMs: number): void {
    clearTimeout(this.timer);
    this.timer = this.inTime(delayMs);
  }

  private sendNext(): void {
    const batch = this.items.splice(0, this.options.batchSize);
    if (batch.length === 0) return;
    this.sending = this.attempt(batch).then((sent) => {
      this.sending = undefined;
      if (this.items.length > 0)
        this.sendSoon(sent && this.items.length >= this.options.batchSize ? 0 : this.options.delayMs);
    });
  }

  private async attempt(batch: readonly Item[]): Promise<boolean> {
    try {
      await this.options.send(batch);
      this.options.onSent(batch.length);
      return true;
    } catch {
      this.options.onDropped(batch.length, 'export_failed');
      return false;
    }
  }
}
