import type { Actor, Command } from '#lib/kernel';
import type { OrderAction } from '#module/order';

/** One action of an operator on many orders, and how far it is. */
export interface BulkAction {
  readonly id: string;
  readonly action: OrderAction;
  /** The operator's own words. */
  readonly reason: string;
  readonly actor: Actor;
  readonly traceparent: string;
  /** As it is told in the audit. */
  readonly command: Command | null;
  readonly total: number;
  readonly done: number;
  readonly refused: number;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** What came of one order: nothing yet while `status` is null. */
export interface BulkItem {
  readonly position: number;
  readonly orderId: string;
  readonly status: 'done' | 'refused' | null;
  /** The problem document that the order would have been answered alone. */
  readonly problem: Readonly<Record<string, unknown>> | null;
}
