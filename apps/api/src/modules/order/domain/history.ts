import type { PaymentStatus } from './order-state';
import type { PublicStatus } from './tracking';

/** The events of an order from one sequence to another, both included. */
export interface HistoryRange {
  readonly orderId: string;
  readonly firstSequence: number;
  readonly lastSequence: number;
}

/** One event of an order with what tells its merchant which order that is. */
export interface OrderHistoryEntry {
  readonly orderId: string;
  readonly merchantId: string;
  readonly reference: string;
  /** As it is now, not as it was at the event. */
  readonly paymentStatus: PaymentStatus;
  readonly sequence: number;
  readonly code: string;
  readonly status: PublicStatus;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly reasonCode: string | null;
  readonly facilityId: string | null;
  /** Of the request that caused it, or else of the one that placed the order; see `traceMark`. */
  readonly trace: string | null;
}
