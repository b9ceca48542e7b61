import { z } from 'zod';
import { PROBLEM_KINDS, REMEDIES, type OrderProblem } from '../domain/order-problem';
import type { OrderExpansions } from '../use-cases/expand-order';
import { toEventView } from './order.dto';
import { orderEventView } from './order.schemas';

export const problemView = z
  .object({
    kind: z.enum(PROBLEM_KINDS),
    stage: z.string().nullable().describe('The stage that it waits before; null when couriers have the parcel'),
    code: z.string().describe('What it waits for, or what went wrong'),
    detail: z.record(z.string(), z.unknown()),
    attempts: z.int().describe('How often its stage has tried'),
    since: z.iso.datetime(),
    remedies: z.array(z.enum(REMEDIES)).describe('What helps it on'),
  })
  .meta({ id: 'OrderProblem' });

/** What `expand` adds to an order: a part that was not asked for is absent, one that does not exist (yet) is null. */
export const expansionFields = {
  events: z.array(orderEventView).optional(),
  waybill: z.object({ number: z.string() }).nullable().optional(),
  route: z
    .object({
      from_facility_id: z.uuid(),
      station_id: z.uuid(),
      zone_id: z.uuid(),
      epoch: z.int(),
      distance_m: z.int(),
      duration_s: z.int(),
      link_ids: z.array(z.int()),
      eta: z.iso.datetime(),
    })
    .nullable()
    .optional(),
  assignment: z.record(z.string(), z.unknown()).nullable().optional(),
  waiting: z.record(z.string(), z.unknown()).nullable().optional(),
  transfers: z
    .array(
      z.object({
        kind: z.string(),
        debit_account: z.uuid(),
        credit_account: z.uuid(),
        amount_minor: z.int(),
        currency: z.string(),
        created_at: z.iso.datetime(),
      }),
    )
    .optional()
    .describe('With `expand=payment`: the money that moved for it, oldest first'),
  tasks: z.array(z.record(z.string(), z.unknown())).optional(),
  problem: problemView.nullable().optional(),
};

export function toProblemView({ since, ...problem }: OrderProblem): z.output<typeof problemView> {
  return { ...problem, remedies: [...problem.remedies], since: since.toISOString() };
}

export function toExpansionViews(parts: OrderExpansions): object {
  const { events, route, assignment, transfers, problem, ...rest } = parts;
  return {
    ...rest,
    ...(events === undefined ? {} : { events: events.map(toEventView) }),
    ...(route === undefined ? {} : { route: route === null ? null : toRouteView(route) }),
    ...(assignment === undefined ? {} : { assignment: assignment === null ? null : toAssignmentView(assignment) }),
    ...(transfers === undefined ? {} : { transfers: transfers.map(toTransferView) }),
    ...(problem === undefined ? {} : { problem: problem === null ? null : toProblemView(problem) }),
  };
}

function toRouteView(route: NonNullable<OrderExpansions['route']>): object {
  return {
    from_facility_id: route.fromFacilityId,
    station_id: route.stationId,
    zone_id: route.zoneId,
    epoch: route.epoch,
    distance_m: route.distanceM,
    duration_s: route.durationS,
    link_ids: route.linkIds,
    eta: route.etaAt,
  };
}

function toAssignmentView(assignment: NonNullable<OrderExpansions['assignment']>): object {
  return {
    courier_id: assignment.courierId,
    shift_id: assignment.shiftId,
    zone_id: assignment.zoneId,
    assigned_at: assignment.assignedAt,
    explanation: assignment.explanation,
  };
}

function toTransferView(transfer: NonNullable<OrderExpansions['transfers']>[number]): object {
  return {
    kind: transfer.kind,
    debit_account: transfer.debitAccount,
    credit_account: transfer.creditAccount,
    amount_minor: transfer.amountMinor,
    currency: transfer.currency,
    created_at: transfer.createdAt,
  };
}
