import type { Context } from '#lib/kernel';
import { mayFollow, type OrderStatus, type PaymentStatus } from './order-state';

/** One step of an order: an edge of the state machine (`to` differs) or a fact that moves nothing (`to` is where it stands). */
export interface Step {
  readonly to: OrderStatus;
  /** The event's code; the state's own name where a state is entered without a tracking fact. */
  readonly code?: string;
  readonly reasonCode?: string | null;
  readonly occurredAt?: Date;
  readonly data?: Readonly<Record<string, unknown>> | null;
  /** On whose behalf, where one transaction serves several callers; else whoever runs it. */
  readonly by?: Context;
}

export interface TransitionSource {
  readonly id: string;
  readonly status: OrderStatus;
  readonly paymentStatus: PaymentStatus;
  readonly version: number;
}

/** What one transaction does to one order: its steps, and where it ends. */
export interface Transition {
  readonly orderId: string;
  readonly from: OrderStatus;
  readonly fromVersion: number;
  readonly status: OrderStatus;
  readonly paymentStatus: PaymentStatus;
  readonly version: number;
  readonly steps: readonly Step[];
}

/**
 * Walks `steps` from where the order stands. The version grows by one per step, moving or not.
 *
 * @throws Error when a step isn't an edge of the state machine: a caller that got here decided wrongly.
 */
export function transition(
  order: TransitionSource,
  steps: readonly Step[],
  paymentStatus: PaymentStatus = order.paymentStatus,
): Transition {
  let status = order.status;
  for (const step of steps) {
    if (step.to !== status && !mayFollow(status, step.to)) {
      throw new Error(`Order ${order.id} cannot go from ${status} to ${step.to}`);
    }
    status = step.to;
  }
  return {
    orderId: order.id,
    from: order.status,
    fromVersion: order.version,
    status,
    paymentStatus,
    version: order.version + steps.length,
    steps,
  };
}
