import { z } from 'zod';
import type { Receipt } from '../domain/fact';

/** What became of a report. */
export const ReceiptView = z.object({
  event_id: z.uuid(),
  order_id: z.uuid(),
  code: z.string(),
  outcome: z.enum(['moved', 'recorded']).describe('recorded: kept as a fact, late or without an effect on the state'),
  order_status: z.string(),
  sequence: z.int().describe("Of the order's event that this became"),
});

export function receiptView(receipt: Receipt): z.output<typeof ReceiptView> {
  return {
    event_id: receipt.eventId,
    order_id: receipt.orderId,
    code: receipt.code,
    outcome: receipt.outcome,
    order_status: receipt.orderStatus,
    sequence: receipt.sequence,
  };
}
