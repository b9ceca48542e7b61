/** What a receiver can take; no message of ours comes near it. */
export const BODY_LIMIT_BYTES = 20_000;

/** One order event as merchants are told of it. */
export interface ToldEvent {
  readonly orderId: string;
  readonly reference: string;
  readonly sequence: number;
  readonly code: string;
  /** The public status that the event left the parcel in. */
  readonly status: string;
  readonly paymentStatus: string | undefined;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly reasonCode: string | undefined;
  readonly facilityId: string | undefined;
}

/** The body of an event's message, as it is signed and sent: the same text at every attempt. */
export function eventBody(type: string, event: ToldEvent): string {
  const data = {
    order_id: event.orderId,
    reference: event.reference,
    sequence: event.sequence,
    code: event.code,
    status: event.status,
    payment_status: event.paymentStatus ?? null,
    occurred_at: event.occurredAt.toISOString(),
    recorded_at: event.recordedAt.toISOString(),
    reason_code: event.reasonCode ?? null,
    location: event.facilityId === undefined ? null : { facility_id: event.facilityId },
  };
  return limited(JSON.stringify({ type, timestamp: data.recorded_at, data }));
}

/** The body of a message that only asks whether anybody is there. */
export function pingBody(endpointId: string, now: Date): string {
  return JSON.stringify({ type: 'ping', timestamp: now.toISOString(), data: { endpoint_id: endpointId } });
}

function limited(body: string): string {
  const bytes = Buffer.byteLength(body);
  if (bytes >= BODY_LIMIT_BYTES) throw new Error(`A message of ${bytes} bytes is too long to be sent`);
  return body;
}
