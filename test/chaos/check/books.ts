import type { OrderFacts } from './order-facts';
import { violation, type Violation } from './violation';

export interface StockRow {
  readonly warehouseId: string;
  readonly sku: string;
  readonly onHand: number;
  readonly reserved: number;
  /** What was ever put on the shelf or taken off it by hand. */
  readonly brought: number;
}

export interface AccountRow {
  readonly merchantId: string;
  readonly balanceMinor: number;
  readonly creditLimitMinor: number;
  /** What was ever paid in. */
  readonly toppedUpMinor: number;
}

export interface TripRow {
  readonly id: number;
  readonly seats: number;
  readonly used: number;
}

export interface ShiftRow {
  readonly id: number;
  readonly capacityParcels: number;
  readonly usedParcels: number;
  readonly capacityG: number;
  readonly usedG: number;
}

/** The counters that the orders must add up to. */
export interface Books {
  readonly stock: readonly StockRow[];
  readonly accounts: readonly AccountRow[];
  readonly trips: readonly TripRow[];
  readonly shifts: readonly ShiftRow[];
}

class Sums {
  private readonly values = new Map<string, number>();

  add(key: string, amount: number): void {
    this.values.set(key, (this.values.get(key) ?? 0) + amount);
  }

  of(key: string): number {
    return this.values.get(key) ?? 0;
  }
}

/** Adds up what all orders hold, one after another, and compares it with the counters. */
export class Audit {
  private readonly reserved = new Sums();
  private readonly shipped = new Sums();
  private readonly moved = new Sums();
  private readonly seats = new Sums();
  private readonly parcels = new Sums();
  private readonly grams = new Sums();
  private readonly numbers = new Map<string, string>();
  private readonly found: Violation[] = [];

  add(order: OrderFacts): void {
    for (const { warehouseId, state, lines } of order.reservations) {
      if (state === 'released') continue;
      const sums = state === 'shipped' ? this.shipped : this.reserved;
      for (const { sku, quantity } of lines) sums.add(`${warehouseId} ${sku}`, quantity);
    }
    for (const { debit, credit, amountMinor } of order.transfers) {
      this.moved.add(debit, -amountMinor);
      this.moved.add(credit, amountMinor);
    }
    for (const trip of order.bookings.flat()) this.seats.add(String(trip), 1);
    for (const { shiftId, weightG } of order.assignments) {
      this.parcels.add(String(shiftId), 1);
      this.grams.add(String(shiftId), weightG);
    }
    for (const number of order.waybills) {
      const other = this.numbers.get(number);
      if (other !== undefined) this.complain('a waybill number never repeats', number, `${other} and ${order.id}`);
      this.numbers.set(number, order.id);
    }
  }

  compare(books: Books): Violation[] {
    for (const row of books.stock) this.compareStock(row);
    for (const { merchantId, balanceMinor, creditLimitMinor, toppedUpMinor } of books.accounts) {
      const sum = toppedUpMinor + this.moved.of(merchantId);
      this.expect('a balance is the sum of its transfers', merchantId, balanceMinor, sum);
      if (balanceMinor < -creditLimitMinor)
        this.complain('no balance is below its floor', merchantId, String(balanceMinor));
    }
    for (const { id, seats, used } of books.trips) {
      this.expect('seats taken are the bookings', `trip ${id}`, used, this.seats.of(String(id)));
      if (this.seats.of(String(id)) > seats)
        this.complain('no trip is overbooked', `trip ${id}`, `${used} of ${seats}`);
    }
    for (const shift of books.shifts) this.compareShift(shift);
    return this.found;
  }

  private compareStock({ warehouseId, sku, onHand, reserved, brought }: StockRow): void {
    const [key, subject] = [`${warehouseId} ${sku}`, `${sku} in ${warehouseId}`];
    this.expect('reserved units are the reservations', subject, reserved, this.reserved.of(key));
    this.expect('units on hand are what came and did not leave', subject, onHand, brought - this.shipped.of(key));
    if (this.reserved.of(key) > brought - this.shipped.of(key) || onHand < 0 || reserved < 0) {
      this.complain('nothing is oversold', subject, `${this.reserved.of(key)} reserved of ${onHand}`);
    }
  }

  private compareShift({ id, capacityParcels, usedParcels, capacityG, usedG }: ShiftRow): void {
    const [subject, key] = [`shift ${id}`, String(id)];
    this.expect('slots taken are the assignments', subject, usedParcels, this.parcels.of(key));
    this.expect('grams taken are the assignments', subject, usedG, this.grams.of(key));
    if (this.parcels.of(key) > capacityParcels || this.grams.of(key) > capacityG) {
      this.complain('no courier is overbooked', subject, `${this.parcels.of(key)} of ${capacityParcels}`);
    }
  }

  private expect(invariant: string, subject: string, stored: number, summed: number): void {
    if (stored !== summed) this.complain(invariant, subject, `${stored} stored, ${summed} added up`);
  }

  private complain(invariant: string, subject: string, detail: string): void {
    this.found.push(violation(invariant, subject, detail));
  }
}
