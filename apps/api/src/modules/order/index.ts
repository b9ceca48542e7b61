/**
 * Order: takes orders in, moves them through the stages, and tells where they stand.
 *
 * Invariants
 * - An order answered 201 was committed with its key, its first event and its work row, in one statement.
 * - One order per (merchant, key) and per (merchant, reference).
 * - A state changes only along the table in `domain/order-state.ts`, with one event per step; `version` counts events.
 * - After a failed attempt the courier's slot is free and the order is work of stage `dispatch` again, in one commit.
 * - A stage's effects, the order's step and the next stage's work row are one commit.
 *
 * ```
 * received ─► paid ─► allocated ─► waybill_created ─► dispatched ─► picked_up ─► in_transit ─► out_for_delivery ─► delivered
 *    │  │       │                                                                               │        ▲
 *    │  └► awaiting_payment ─► expired      paid ─► backordered ─► allocated                     └► delivery_failed
 *    └► rejected       (until picked_up: ─► cancelled; after it: ─► return_to_sender ─► returned, or lost)
 * ```
 */
export { DeliveriesReplanned } from './order.events';
export { OrderFacade } from './order.facade';
export type { TrackingEntry } from './order.facade';
export { OrderModule } from './order.module';
export { OrderParts } from './order-parts';
export { RelayService } from './jobs/relay.service';
export type { Order, OrderLine, Recipient } from './domain/order';
export type { OrderStatus } from './domain/order-state';
export type { PublicStatus, TrackingCode } from './domain/tracking';
export type { HistoryRange, OrderHistoryEntry } from './domain/history';
export type { ReportOutcome, TrackingReport } from './use-cases/report-tracking';
export { ORDER_ACTIONS } from './use-cases/command-orders';
export type { OrderAction } from './use-cases/command-orders';
