import type { OrderStatus, PaymentStatus } from './order-state';

export type PaymentTerms = 'account' | 'cod';

export interface Address {
  readonly line1: string;
  readonly line2?: string | undefined;
  readonly city: string;
  readonly region?: string | undefined;
  readonly postalCode?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** WGS84 degrees. */
  readonly lat: number;
  readonly lng: number;
}

export interface Recipient {
  readonly name: string;
  /** E.164. */
  readonly phone: string;
  readonly email?: string | undefined;
  readonly address: Address;
}

export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
}

/** What a merchant asks for, validated. Dates are instants in UTC. */
export interface OrderRequest {
  readonly reference: string;
  readonly serviceLevel: 'standard' | 'express';
  readonly recipient: Recipient;
  readonly lines: readonly OrderLine[];
  readonly payment: { readonly terms: PaymentTerms; readonly amountMinor: number; readonly currency: string };
  readonly deliverAfter: Date | null;
  readonly deliverBefore: Date | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** An order as every reader sees it. */
export interface Order extends OrderRequest {
  readonly id: string;
  readonly merchantId: string;
  readonly zoneId: string;
  readonly status: OrderStatus;
  readonly paymentStatus: PaymentStatus;
  /** Grows by one with every event; the ETag and the sequence of the last event. */
  readonly version: number;
}

/** The columns that the stages decide on. */
export interface StageOrder {
  readonly id: string;
  readonly merchantId: string;
  readonly zoneId: string;
  readonly status: OrderStatus;
  readonly paymentStatus: PaymentStatus;
  readonly version: number;
  readonly terms: PaymentTerms;
  readonly amountMinor: number;
  readonly currency: string;
  readonly lines: readonly OrderLine[];
  readonly lat: number;
  readonly lng: number;
  readonly deliverAfter: Date | null;
  readonly deliverBefore: Date | null;
}

/** One immutable fact about an order. */
export interface OrderEvent {
  readonly orderId: string;
  readonly sequence: number;
  readonly code: string;
  readonly from: OrderStatus | null;
  readonly to: OrderStatus;
  readonly actor: string;
  readonly reasonCode: string | null;
  readonly cause: string | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly data: Readonly<Record<string, unknown>> | null;
}
