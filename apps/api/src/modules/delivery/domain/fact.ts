import type { OrderStatus, TrackingCode } from '#module/order';

/** One report about one order, whoever made it, on its way to the order. */
export interface Fact {
  readonly eventId: string;
  readonly orderId: string;
  readonly code: TrackingCode;
  readonly occurredAt: Date;
  readonly facilityId?: string | undefined;
  readonly location?: { readonly lat: number; readonly lng: number } | undefined;
  readonly reasonCode?: string | undefined;
}

/** What became of an accepted fact; kept, so that the same fact again is answered alike. */
export interface Receipt {
  readonly eventId: string;
  readonly orderId: string;
  readonly code: TrackingCode;
  readonly outcome: 'moved' | 'recorded';
  readonly orderStatus: OrderStatus;
  readonly sequence: number;
}

export type FactOutcome =
  | { readonly kind: 'accepted'; readonly receipt: Receipt; readonly replayed: boolean }
  | { readonly kind: 'reused_id' }
  | {
      readonly kind: 'refused';
      readonly status: OrderStatus | undefined;
      readonly code: string;
      readonly detail: string;
    };

/** Whether `receipt` is of this very fact: a client that used its id for something else is told so. */
export function isReceiptOf(receipt: Receipt, fact: Fact): boolean {
  return receipt.orderId === fact.orderId && receipt.code === fact.code;
}

/** Facts in the order they are to be applied: by order, then as they happened. */
export function inOrder(facts: readonly Fact[]): Fact[] {
  return [...facts].sort((a, b) => {
    if (a.orderId !== b.orderId) return a.orderId < b.orderId ? -1 : 1;
    return a.occurredAt.getTime() - b.occurredAt.getTime();
  });
}

/** Each id once; a repetition within one batch is a repetition like any other. */
export function firstOfEach(facts: readonly Fact[]): Fact[] {
  const seen = new Map<string, Fact>();
  for (const fact of facts) if (!seen.has(fact.eventId)) seen.set(fact.eventId, fact);
  return [...seen.values()];
}
