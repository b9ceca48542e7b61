import { pageOf, pageQuery, text } from '#lib/http';
import { z } from 'zod';
import { TASK_CODES, TASK_STATES, type TaskEvent } from '../domain/task';
import type { StoredProof } from '../persistence/proof.repository';
import type { TaskWithOrder } from '../use-cases/read-tasks';
import { reasonCode } from './reason-code';

export const TaskId = z.strictObject({ id: z.uuid() });

export const TaskQuery = z.strictObject({
  limit: pageQuery.shape.limit,
  cursor: pageQuery.shape.cursor.pipe(z.uuid('must be a next_cursor of this list').optional()),
  state: z.enum(TASK_STATES).default('open'),
  courier_id: z.uuid().optional().describe("Whose tasks; a courier's own unless said, required for others"),
});

const Reference = text(1, 500).describe('Where the picture is stored, as the application names it');

export const TaskEventBody = z.strictObject({
  event_id: z.uuid().describe("The client's own; the same one again changes nothing"),
  code: z.enum(TASK_CODES),
  occurred_at: z.iso.datetime({ offset: true }),
  reason_code: reasonCode.optional(),
  position: z.strictObject({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) }).optional(),
  proof: z
    .strictObject({
      recipient_name: text(1, 200),
      signature_ref: Reference.optional(),
      photo_ref: Reference.optional(),
      one_time_code: text(1, 20).optional(),
    })
    .optional(),
});

const RecipientView = z.object({
  name: z.string(),
  phone: z.string(),
  line1: z.string(),
  line2: z.string().nullable(),
  city: z.string(),
  postal_code: z.string().nullable(),
  country: z.string(),
  lat: z.number(),
  lng: z.number(),
});

const ProofView = z.object({
  recipient_name: z.string(),
  signature_ref: z.string().nullable(),
  photo_ref: z.string().nullable(),
  position: z.object({ lat: z.number(), lng: z.number() }).nullable(),
  occurred_at: z.iso.datetime(),
});

export const TaskView = z.object({
  id: z.uuid(),
  order_id: z.uuid(),
  courier_id: z.uuid(),
  waybill: z.string(),
  state: z.enum(TASK_STATES),
  order_status: z.string(),
  recipient: RecipientView.nullable().describe('Null once the task is closed: it is nobody’s business any more'),
  collect: z
    .object({ amount_minor: z.int(), currency: z.string() })
    .nullable()
    .describe('What to take at the door, for cash on delivery'),
  deliver_after: z.iso.datetime().nullable(),
  deliver_before: z.iso.datetime().nullable(),
  opened_at: z.iso.datetime(),
  closed_at: z.iso.datetime().nullable(),
});

export const TaskDetailView = TaskView.extend({ proof: ProofView.nullable() });

export const TaskPage = pageOf(TaskView);

export function taskEventOf(body: z.output<typeof TaskEventBody>): TaskEvent {
  const { proof } = body;
  return {
    eventId: body.event_id.toLowerCase(),
    code: body.code,
    occurredAt: new Date(body.occurred_at),
    reasonCode: body.reason_code,
    position: body.position,
    proof: proof && {
      recipientName: proof.recipient_name,
      signatureRef: proof.signature_ref,
      photoRef: proof.photo_ref,
      oneTimeCode: proof.one_time_code,
    },
  };
}

export function taskView({ task, order }: TaskWithOrder): z.output<typeof TaskView> {
  const { payment } = order;
  const isOpen = task.state === 'open';
  return {
    id: task.id,
    order_id: task.orderId,
    courier_id: task.courierId,
    waybill: task.waybill,
    state: task.state,
    order_status: order.status,
    recipient: isOpen ? recipientView(order) : null,
    collect:
      isOpen && payment.terms === 'cod' ? { amount_minor: payment.amountMinor, currency: payment.currency } : null,
    deliver_after: order.deliverAfter?.toISOString() ?? null,
    deliver_before: order.deliverBefore?.toISOString() ?? null,
    opened_at: task.openedAt.toISOString(),
    closed_at: task.closedAt?.toISOString() ?? null,
  };
}

function recipientView({ recipient }: TaskWithOrder['order']): z.output<typeof RecipientView> {
  const { address } = recipient;
  return {
    name: recipient.name,
    phone: recipient.phone,
    line1: address.line1,
    line2: address.line2 ?? null,
    city: address.city,
    postal_code: address.postalCode ?? null,
    country: address.country,
    lat: address.lat,
    lng: address.lng,
  };
}

export function proofView(proof: StoredProof | undefined): z.output<typeof ProofView> | null {
  if (proof === undefined) return null;
  const { lat, lng } = proof;
  return {
    recipient_name: proof.recipientName,
    signature_ref: proof.signatureRef,
    photo_ref: proof.photoRef,
    position: lat === null || lng === null ? null : { lat, lng },
    occurred_at: proof.occurredAt.toISOString(),
  };
}
