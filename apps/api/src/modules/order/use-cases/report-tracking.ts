import { unpark, type Tx } from '#lib/database';
import { CLOCK, type Clock, type Context } from '#lib/kernel';
import { type Assignment, DispatchFacade } from '#module/dispatch';
import { PaymentFacade } from '#module/payment';
import { WarehouseFacade } from '#module/warehouse';
import { Inject, Injectable } from '@nestjs/common';
import type { StageOrder } from '../domain/order';
import { isTerminal, type OrderStatus } from '../domain/order-state';
import { decideReport, type TrackingCode } from '../domain/tracking';
import { transition, type Step, type Transition } from '../domain/transition';
import { lastMoves, lockOrders } from '../persistence/order.repository';
import { endRest, rest } from '../persistence/resting.repository';
import { applyTransitions } from '../persistence/transition.repository';

/** One tracking fact about one order. */
export interface TrackingReport {
  readonly orderId: string;
  readonly code: TrackingCode;
  readonly occurredAt: Date;
  readonly facilityId?: string | undefined;
  readonly location?: { readonly lat: number; readonly lng: number } | undefined;
  readonly reasonCode?: string | undefined;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
}

export type ReportOutcome =
  | {
      readonly orderId: string;
      readonly outcome: 'moved' | 'recorded';
      readonly status: OrderStatus;
      readonly sequence: number;
    }
  | {
      readonly orderId: string;
      readonly outcome: 'refused';
      readonly status: OrderStatus | undefined;
      readonly code: string;
      readonly detail: string;
    };

/** An order on its way through the reports of one call: several may concern the same order. */
interface Walk {
  readonly order: StageOrder;
  status: OrderStatus;
  lastMovedAt: Date | undefined;
  readonly steps: Step[];
  /** The last thing that moved it was a failed attempt: it needs another one. */
  attemptFailed: boolean;
}

/**
 * Applies tracking facts in the order given, in the caller's transaction: one event each, whether it moves the order or
 * comes late. What a move brings with it happens here too: stock leaves at pick-up, cash on delivery is captured at
 * `delivered`, the courier's slot frees at a terminal state. After a failed attempt it frees too, and the order goes back
 * to stage `dispatch` for a courier of a later shift; whoever has the parcel may try again before that.
 */
@Injectable()
export class ReportTracking {
  constructor(
    @Inject(PaymentFacade) private readonly payment: PaymentFacade,
    @Inject(WarehouseFacade) private readonly warehouse: WarehouseFacade,
    @Inject(DispatchFacade) private readonly dispatch: DispatchFacade,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(ctx: Context, tx: Tx, reports: readonly TrackingReport[]): Promise<ReportOutcome[]> {
    const ids = [...new Set(reports.map((report) => report.orderId))];
    const orders = await lockOrders(tx, ids);
    const failed = orders.filter((order) => order.status === 'delivery_failed').map((order) => order.id);
    const lastMovedAt = await lastMoves(tx, failed);
    const walks = new Map(
      orders.map((order): [string, Walk] => [
        order.id,
        { order, status: order.status, lastMovedAt: lastMovedAt.get(order.id), steps: [], attemptFailed: false },
      ]),
    );
    const assignments = await this.assignmentsOfFailures(ctx, tx, reports);
    const outcomes = reports.map((report) => apply(walks.get(report.orderId), report, assignments.get(report.orderId)));
    await this.save(
      ctx,
      tx,
      [...walks.values()].filter((walk) => walk.steps.length > 0),
    );
    return outcomes;
  }

  private async assignmentsOfFailures(
    ctx: Context,
    tx: Tx,
    reports: readonly TrackingReport[],
  ): Promise<Map<string, Assignment>> {
    const failed = reports.filter(({ code }) => code === 'delivery_attempt_failed').map(({ orderId }) => orderId);
    const assignments = failed.length === 0 ? [] : await this.dispatch.assignments(ctx, tx, failed);
    return new Map(assignments.map((assignment) => [assignment.orderId, assignment]));
  }

  private async save(ctx: Context, tx: Tx, walks: readonly Walk[]): Promise<void> {
    const transitions = walks.map((walk) => toTransition(walk));
    const replan = idsOf(walks.filter((walk) => walk.attemptFailed));
    applyTransitions(ctx, tx, transitions, this.clock.now(), { stage: 'dispatch', orderIds: replan });
    // Those that wait for a courier for the next attempt, and don't need one any more.
    const departed = walks.filter(({ order, status }) => order.status === 'delivery_failed' && status !== order.status);
    unpark(tx, idsOf(departed));
    rest(tx, idsOf(walks.filter(rests)));
    endRest(tx, idsOf(walks.filter(({ status }) => isTerminal(status))));
    const passed = (status: OrderStatus): StageOrder[] =>
      walks
        .filter((walk) => walk.steps.some((step) => step.to === status) && walk.order.status !== status)
        .map((walk) => walk.order);
    const cod = passed('delivered').filter((order) => order.terms === 'cod');
    if (cod.length > 0) {
      await this.payment.captureOnDelivery(
        ctx,
        tx,
        cod.map(({ id: orderId, merchantId, amountMinor, currency }) => ({
          orderId,
          merchantId,
          amountMinor,
          currency,
        })),
      );
    }
    const collected = passed('picked_up').map((order) => order.id);
    if (collected.length > 0) await this.warehouse.ship(ctx, tx, collected);
    const released = idsOf(walks.filter(freesCourier));
    if (released.length > 0) await this.dispatch.release(ctx, tx, released);
  }
}

function idsOf(walks: readonly Walk[]): string[] {
  return walks.map((walk) => walk.order.id);
}

/** The order has ended, its attempt has failed, or the next attempt that was planned for it will not take place. */
function freesCourier({ order, status, attemptFailed }: Walk): boolean {
  if (attemptFailed || (isTerminal(status) && !isTerminal(order.status))) return true;
  return order.status === 'delivery_failed' && status !== 'delivery_failed' && status !== 'out_for_delivery';
}

/** No courier is to have it, no stage works on it, and it waits for nobody's means: see `resting.repository.ts`. */
function rests({ order, status }: Walk): boolean {
  if (status === 'available_for_pickup' || status === 'return_to_sender') return true;
  return order.status === 'delivery_failed' && status !== 'delivery_failed' && !isTerminal(status);
}

function toTransition(walk: Walk): Transition {
  const captured = walk.order.terms === 'cod' && walk.steps.some((step) => step.to === 'delivered');
  return transition(walk.order, walk.steps, captured ? 'captured' : walk.order.paymentStatus);
}

function apply(walk: Walk | undefined, report: TrackingReport, assignment: Assignment | undefined): ReportOutcome {
  const { orderId, code } = report;
  if (walk === undefined) {
    const detail = `There is no order ${orderId}`;
    return { orderId, outcome: 'refused', status: undefined, code: 'order.not_found', detail };
  }
  const isLate =
    walk.status === 'delivery_failed' && walk.lastMovedAt !== undefined && report.occurredAt < walk.lastMovedAt;
  const decision = decideReport(walk.status, code, isLate);
  if (decision.kind === 'refuse') {
    return { orderId, outcome: 'refused', status: walk.status, code: decision.code, detail: decision.detail };
  }
  if (decision.kind === 'record') {
    walk.steps.push(stepOf(report, walk.status, code));
  } else {
    // States that were passed unseen get an event of their own; the fact itself is the last one's.
    for (const status of decision.path.slice(0, -1)) walk.steps.push({ to: status, occurredAt: report.occurredAt });
    walk.status = decision.path.at(-1) ?? walk.status;
    walk.lastMovedAt = report.occurredAt;
    walk.attemptFailed = walk.status === 'delivery_failed';
    walk.steps.push(stepOf(report, walk.status, code, walk.attemptFailed ? assignment : undefined));
  }
  const sequence = walk.order.version + walk.steps.length;
  return { orderId, outcome: decision.kind === 'move' ? 'moved' : 'recorded', status: walk.status, sequence };
}

/** `failed`: the assignment that ends with this step; the next attempt is planned after its shift. */
function stepOf(report: TrackingReport, to: OrderStatus, code: TrackingCode, failed?: Assignment): Step {
  const data = {
    ...(report.facilityId === undefined ? {} : { facility_id: report.facilityId }),
    ...(report.location === undefined ? {} : { location: report.location }),
    ...(failed && { courier_id: failed.courierId, shift_id: failed.shiftId, shift_ends_at: failed.shiftEndsAt }),
    ...report.data,
  };
  return {
    to,
    code,
    occurredAt: report.occurredAt,
    reasonCode: report.reasonCode ?? null,
    data: Object.keys(data).length === 0 ? null : data,
  };
}
