/** One stock row's key. */
export interface StockKey {
  readonly warehouseId: string;
  readonly sku: string;
}

/** What one stock row can still give. */
export interface StockLevel extends StockKey {
  readonly free: number;
}

/** What a line of an order takes; quantities are whole units above 0. */
export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

/** What is known of free stock while a batch is decided. A row that nobody has read is unknown, not empty. */
export class FreeStock {
  private readonly free = new Map<string, number>();

  constructor(levels: Iterable<StockLevel> = []) {
    this.learn(levels);
  }

  learn(levels: Iterable<StockLevel>): void {
    for (const { warehouseId, sku, free } of levels) this.free.set(keyOf(warehouseId, sku), free);
  }

  of(warehouseId: string, sku: string): number | undefined {
    return this.free.get(keyOf(warehouseId, sku));
  }

  /** Whether the warehouse can give every line; undefined when one of its rows is unknown and no other is short. */
  covers(warehouseId: string, lines: readonly Line[]): boolean | undefined {
    let known = true;
    for (const { sku, quantity } of lines) {
      const free = this.of(warehouseId, sku);
      if (free === undefined) known = false;
      else if (free < quantity) return false;
    }
    return known ? true : undefined;
  }

  take(warehouseId: string, lines: readonly Line[]): void {
    for (const { sku, quantity } of lines) {
      const key = keyOf(warehouseId, sku);
      this.free.set(key, (this.free.get(key) ?? 0) - quantity);
    }
  }
}

function keyOf(warehouseId: string, sku: string): string {
  return `${warehouseId} ${sku}`;
}
