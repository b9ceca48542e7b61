import type { Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { NumberLease } from '../persistence/number-lease';
import { type Waybill, WaybillRepository } from '../persistence/waybill.repository';

/** Gives each order its number, once: an order that has one keeps it, and the number drawn for it is left unused. */
@Injectable()
export class IssueWaybills {
  constructor(
    @Inject(NumberLease) private readonly numbers: NumberLease,
    @Inject(WaybillRepository) private readonly waybills: WaybillRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers in the order of `orderIds`. */
  async execute(ctx: Context, tx: Tx, orderIds: readonly string[]): Promise<Waybill[]> {
    if (orderIds.length === 0) return [];
    // Sorted: two transactions that issue for the same orders would else wait for each other.
    const unique = [...new Set(orderIds)].sort();
    const numbers = await this.numbers.take(ctx, unique.length);
    const drawn = unique.map((orderId, index) => ({ orderId, number: numbers[index] ?? '' }));
    const issued = new Map((await this.waybills.insert(tx, drawn, this.clock.now())).map(entry));
    const earlier = unique.filter((orderId) => !issued.has(orderId));
    // A statement of its own: the insert sees neither what it skipped nor who wrote it.
    for (const waybill of await this.waybills.find(tx, earlier)) issued.set(...entry(waybill));
    return orderIds.map((orderId) => ({ orderId, number: issued.get(orderId) ?? missing(orderId) }));
  }
}

function entry({ orderId, number }: Waybill): [string, string] {
  return [orderId, number];
}

function missing(orderId: string): never {
  throw new Error(`Order ${orderId} has no waybill although one was just issued`);
}
