import type { OrderHistoryEntry } from '#module/order';

/** What a reader wants to be told; a merchant's reader never hears of another's orders. */
export interface EventWish {
  readonly merchantId: string | undefined;
  readonly orderId: string | undefined;
  /** `order.<code>`; all when undefined. */
  readonly types: ReadonlySet<string> | undefined;
}

function typeOf({ code }: Pick<OrderHistoryEntry, 'code'>): string {
  return `order.${code}`;
}

export function isWanted(entry: OrderHistoryEntry, { merchantId, orderId, types }: EventWish): boolean {
  if (merchantId !== undefined && entry.merchantId !== merchantId) return false;
  if (orderId !== undefined && entry.orderId !== orderId) return false;
  return types?.has(typeOf(entry)) ?? true;
}

/** One message of the stream, as the format of server-sent events writes it (WHATWG HTML, section 9.2). */
export function message(event: string, data: object, id?: string): string {
  const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n`;
  return id === undefined ? `${text}\n` : `${text}id: ${id}\n\n`;
}

export function eventMessage(entry: OrderHistoryEntry, id: string): string {
  const data = {
    event_id: `${entry.orderId}-${entry.sequence}`,
    order_id: entry.orderId,
    merchant_id: entry.merchantId,
    reference: entry.reference,
    sequence: entry.sequence,
    code: entry.code,
    status: entry.status,
    occurred_at: entry.occurredAt,
    recorded_at: entry.recordedAt,
    reason_code: entry.reasonCode,
    facility_id: entry.facilityId,
  };
  return message(typeOf(entry), data, id);
}
