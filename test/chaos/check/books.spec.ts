import { describe, expect, it } from 'vitest';
import { anOrderWith } from './an-order';
import { Audit, type Books } from './books';
import type { OrderFacts } from './order-facts';

const SOUND: Books = {
  stock: [{ warehouseId: 'warehouse', sku: 'SKU', onHand: 10, reserved: 2, brought: 10 }],
  accounts: [{ merchantId: 'merchant', balanceMinor: 500, creditLimitMinor: 0, toppedUpMinor: 1_000 }],
  trips: [
    { id: 7, seats: 1, used: 1 },
    { id: 8, seats: 1, used: 1 },
  ],
  shifts: [{ id: 3, capacityParcels: 1, usedParcels: 1, capacityG: 1_000, usedG: 1_000 }],
};

function broken(books: Partial<Books>, orders: readonly Partial<OrderFacts>[] = [{}]): string[] {
  const audit = new Audit();
  for (const order of orders) audit.add(anOrderWith(order));
  return audit.compare({ ...SOUND, ...books }).map(({ invariant }) => invariant);
}

describe('the books', () => {
  it('are what all orders add up to', () => {
    expect(broken({})).toEqual([]);
  });

  it('count the stock: reserved, shipped, released, never oversold', () => {
    const [row] = SOUND.stock;
    if (row === undefined) throw new Error('One row');
    expect(broken({ stock: [{ ...row, reserved: 3 }] })).toEqual(['reserved units are the reservations']);
    expect(broken({ stock: [{ ...row, onHand: 9 }] })).toEqual(['units on hand are what came and did not leave']);
    expect(broken({ stock: [{ ...row, onHand: 1, brought: 1 }] })).toEqual(['nothing is oversold']);
    const lines = [{ sku: 'SKU', quantity: 2 }];
    const shipped = [{ warehouseId: 'warehouse', state: 'shipped', lines }];
    expect(broken({ stock: [{ ...row, onHand: 8, reserved: 0 }] }, [{ reservations: shipped }])).toEqual([]);
    const released = [{ warehouseId: 'warehouse', state: 'released', lines }];
    expect(broken({ stock: [{ ...row, reserved: 0 }] }, [{ reservations: released }])).toEqual([]);
  });

  it('balance to the minor unit, above the floor', () => {
    const [row] = SOUND.accounts;
    if (row === undefined) throw new Error('One row');
    expect(broken({ accounts: [{ ...row, balanceMinor: 499 }] })).toEqual(['a balance is the sum of its transfers']);
    const overdrawn = { ...row, toppedUpMinor: 400, balanceMinor: -100 };
    expect(broken({ accounts: [overdrawn] })).toEqual(['no balance is below its floor']);
    expect(broken({ accounts: [{ ...overdrawn, creditLimitMinor: 100 }] })).toEqual([]);
  });

  it('count seats and slots, and give each once', () => {
    const two = [{}, { id: 'other', waybills: ['LH2'], reservations: [], transfers: [] }];
    expect(broken({ trips: SOUND.trips.map((trip) => ({ ...trip, used: 0 })), shifts: [] })).toEqual([
      'seats taken are the bookings',
      'seats taken are the bookings',
    ]);
    expect(broken({ shifts: [], trips: SOUND.trips.map((trip) => ({ ...trip, used: 2 })) }, two)).toEqual([
      'no trip is overbooked',
      'no trip is overbooked',
    ]);
    const shift = { id: 3, capacityParcels: 1, usedParcels: 2, capacityG: 2_000, usedG: 2_000 };
    expect(broken({ trips: [], shifts: [shift] }, two)).toEqual(['no courier is overbooked']);
    expect(broken({ shifts: [{ ...shift, capacityParcels: 2, usedG: 1_999 }], trips: [] }, two)).toEqual([
      'grams taken are the assignments',
    ]);
  });

  it('know each waybill number once', () => {
    const twin = { id: 'other', reservations: [], transfers: [], bookings: [], assignments: [] };
    expect(broken({}, [{}, twin])).toEqual(['a waybill number never repeats']);
  });
});
