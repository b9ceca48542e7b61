import type { Explanation } from './explanation';

/** An order that is in a courier's hands, or will be; `explanation` says why it is this one. */
export interface Assignment {
  readonly orderId: string;
  readonly courierId: string;
  readonly shiftId: number;
  readonly zoneId: string;
  readonly shiftEndsAt: Date;
  readonly assignedAt: Date;
  readonly weightG: number;
  readonly explanation: Explanation;
}
