/** Everything that the database holds about one order. Lists where there should be one: the checker trusts no index. */
export interface OrderFacts {
  readonly id: string;
  readonly merchantId: string;
  readonly reference: string;
  readonly status: string;
  readonly paymentStatus: string;
  readonly version: number;
  readonly terms: 'account' | 'cod';
  readonly amountMinor: number;
  readonly currency: string;
  readonly lines: readonly Line[];
  readonly lat: number;
  readonly lng: number;
  readonly events: readonly EventFact[];
  /** First and last sequence of each row of the event feed that names the order. */
  readonly feed: readonly (readonly [number, number])[];
  readonly transfers: readonly TransferFact[];
  readonly reservations: readonly ReservationFact[];
  readonly waybills: readonly string[];
  readonly plans: number;
  /** Trip ids of each booking. */
  readonly bookings: readonly (readonly number[])[];
  readonly assignments: readonly AssignmentFact[];
  readonly parked: readonly { readonly stage: string; readonly reason: string; readonly key: string }[];
  readonly awaitingFunds: number;
}

export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

export interface EventFact {
  readonly sequence: number;
  readonly from: string | null;
  readonly to: string;
}

export interface TransferFact {
  readonly kind: number;
  readonly debit: string;
  readonly credit: string;
  readonly amountMinor: number;
}

export interface ReservationFact {
  readonly warehouseId: string;
  readonly state: string;
  readonly lines: readonly Line[];
}

export interface AssignmentFact {
  readonly shiftId: number;
  readonly weightG: number;
}
