import { pageOf, pageQuery } from '#lib/http';
import { z } from 'zod';
import { REJECTIONS } from '../domain/shift-fit';
import type { Assignment } from '../domain/assignment';

const ExplanationView = z.object({
  distance_m: z.int().describe('From the courier, or the middle of its zone, to the door'),
  measured_from: z.enum(['position', 'zone_centre']),
  considered: z.int().describe('Open shifts of the zone that were looked at'),
  rejected: z
    .partialRecord(z.enum(REJECTIONS), z.int())
    .describe('How many of them could not take the parcel, and why'),
  chosen_by: z
    .literal('operator')
    .optional()
    .describe('A person chose: only the shifts of that courier were looked at'),
  runner_up: z.object({ courier_id: z.uuid(), shift_id: z.int(), distance_m: z.int() }).nullable(),
});

export const AssignmentView = z.object({
  order_id: z.uuid(),
  courier_id: z.uuid(),
  shift_id: z.int(),
  zone_id: z.uuid(),
  weight_g: z.int(),
  assigned_at: z.iso.datetime(),
  explanation: ExplanationView,
});

export const AssignmentPage = pageOf(AssignmentView);

export const AssignmentQuery = z.strictObject({
  limit: pageQuery.shape.limit,
  cursor: pageQuery.shape.cursor.pipe(z.uuid('must be a next_cursor of this list').optional()),
  courier_id: z.uuid().optional(),
  order_id: z.uuid().optional(),
});

export const AssignmentOrder = z.strictObject({ order_id: z.uuid() });

export function assignmentView(assignment: Assignment): z.output<typeof AssignmentView> {
  return {
    order_id: assignment.orderId,
    courier_id: assignment.courierId,
    shift_id: assignment.shiftId,
    zone_id: assignment.zoneId,
    weight_g: assignment.weightG,
    assigned_at: assignment.assignedAt.toISOString(),
    explanation: assignment.explanation,
  };
}
