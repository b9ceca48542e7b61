import type { Placement } from '../../apps/api/src/modules/order/intake/placement';

interface Waiting {
  readonly placement: Placement;
  readonly resolve: (created: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** The plainest group commit there is: a flight leaves when one of `flights` is free, with whatever waits. */
export class Grouping {
  private readonly waiting: Waiting[] = [];
  private flying = 0;

  constructor(
    private readonly flights: number,
    private readonly batchSize: number,
    private readonly write: (placements: readonly Placement[]) => Promise<ReadonlySet<string>>,
  ) {}

  /** Resolves after the commit: whether the order is new. */
  submit(placement: Placement): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ placement, resolve, reject });
      this.depart();
    });
  }

  private depart(): void {
    while (this.flying < this.flights && this.waiting.length > 0) {
      this.flying += 1;
      void this.fly(this.waiting.splice(0, this.batchSize));
    }
  }

  private async fly(batch: readonly Waiting[]): Promise<void> {
    try {
      const created = await this.write(batch.map(({ placement }) => placement));
      for (const { placement, resolve } of batch) resolve(created.has(placement.id));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.flying -= 1;
      this.depart();
    }
  }
}
