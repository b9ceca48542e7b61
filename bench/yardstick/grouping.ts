interface Waiting<Item, Outcome> {
  readonly item: Item;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/** The plainest batching there is: a flight leaves when one of `flights` is free, with whatever waits. */
export class Grouping<Item, Outcome> {
  private readonly waiting: Waiting<Item, Outcome>[] = [];
  private flying = 0;

  /** `fly` is one round trip; it answers one outcome per item, in order. */
  constructor(
    private readonly flights: number,
    private readonly batchSize: number,
    private readonly fly: (items: readonly Item[]) => Promise<readonly Outcome[]>,
  ) {}

  submit(item: Item): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.depart();
    });
  }

  private depart(): void {
    while (this.flying < this.flights && this.waiting.length > 0) {
      this.flying += 1;
      void this.land(this.waiting.splice(0, this.batchSize));
    }
  }

  private async land(batch: readonly Waiting<Item, Outcome>[]): Promise<void> {
    try {
      const outcomes = await this.fly(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => resolve(outcomes[index] as Outcome));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.flying -= 1;
      this.depart();
    }
  }
}
