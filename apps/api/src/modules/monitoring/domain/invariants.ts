/** What must hold whatever happens, and what it is looked at for. */
export const INVARIANTS = [
  { name: 'stock_reserved', kind: 'whole', about: 'What stock has reserved is the sum of the active reservations' },
  { name: 'trip_seats', kind: 'whole', about: 'The seats that trips have given away are those that orders hold' },
  {
    name: 'shift_capacity',
    kind: 'whole',
    about: 'The room that shifts have given away is what their assignments take',
  },
  { name: 'work_age', kind: 'whole', about: 'No work is left lying for minutes' },
  {
    name: 'paid_without_waybill',
    kind: 'orders',
    about: 'A paid order has a waybill within ten minutes, or waits by name',
  },
  { name: 'events_gap_free', kind: 'orders', about: 'The events of an order are numbered from 1 without a gap' },
  { name: 'dispatched_without_courier', kind: 'orders', about: 'A dispatched order has a courier' },
  { name: 'ledger_balances', kind: 'ledger', about: 'A balance changes by what is transferred, and by nothing else' },
] as const;

export type Invariant = (typeof INVARIANTS)[number];
