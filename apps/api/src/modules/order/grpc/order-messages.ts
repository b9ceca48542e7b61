import { problemMessage, type ProblemMessage } from '#lib/grpc';
import { isUuid, uuidv7TimeMs } from '#lib/kernel';
import { z } from 'zod';
import type { OrderEvent } from '../domain/order';
import { publicStatus } from '../domain/tracking';
import type { PlacedOrder } from '../use-cases/place-orders';

/** `linehaul.order.v1.TrackRequest` as it was decoded. */
export const trackRequest = z.strictObject({
  order_id: z.string().refine(isUuid, 'must be an order id'),
  after_sequence: z.int().min(0),
});

/** `linehaul.order.v1.TrackEvent`. */
export function trackEvent(event: OrderEvent): object {
  const facilityId = event.data?.['facility_id'];
  return {
    event_id: `${event.orderId}-${event.sequence}`,
    sequence: event.sequence,
    code: event.code,
    status: publicStatus(event.to),
    to: event.to,
    occurred_at: event.occurredAt.toISOString(),
    recorded_at: event.recordedAt.toISOString(),
    facility_id: typeof facilityId === 'string' ? facilityId : '',
    reason_code: event.reasonCode ?? '',
  };
}

/** `linehaul.order.v1.PlaceOrderResult`. */
export interface PlaceOrderResult {
  readonly idempotency_key: string;
  readonly placed?: object;
  readonly problem?: ProblemMessage;
}

export function placedResult(idempotencyKey: string, { order, replayed }: PlacedOrder): PlaceOrderResult {
  return {
    idempotency_key: idempotencyKey,
    placed: {
      id: order.id,
      reference: order.reference,
      status: order.status,
      payment_status: order.paymentStatus,
      version: order.version,
      created_at: new Date(uuidv7TimeMs(order.id)).toISOString(),
      replayed,
    },
  };
}

/** What the order would have been answered over HTTP; `fault`: it is ours to mend. */
export function problemResult(idempotencyKey: string, error: unknown): { result: PlaceOrderResult; fault: boolean } {
  const { problem, fault } = problemMessage(error);
  return { result: { idempotency_key: idempotencyKey, problem }, fault };
}
