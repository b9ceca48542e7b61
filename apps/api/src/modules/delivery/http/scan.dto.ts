import { z } from 'zod';
import { type Scan, SCAN_CODES } from '../domain/scan';
import { ReceiptView } from './receipt.dto';
import { reasonCode } from './reason-code';
import { waybillText } from './waybill-text';

const BATCH_LIMIT = 500;

export const ScanItem = z.strictObject({
  event_id: z.uuid(),
  waybill: waybillText,
  code: z.enum(SCAN_CODES),
  facility_id: z.uuid(),
  occurred_at: z.iso.datetime({ offset: true }),
  reason_code: reasonCode.optional(),
});

/** Items are read one by one: a fault in one is its own result, not the batch's. */
export const ScanBatch = z.array(z.unknown()).min(1).max(BATCH_LIMIT);

export const ScanResults = z.object({
  data: z.array(
    z.object({
      status: z.int().describe('As the scan would have been answered alone'),
      scan: ReceiptView.optional(),
      replayed: z.boolean().optional(),
      problem: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});

export function scanOf(item: z.output<typeof ScanItem>): Scan {
  return {
    eventId: item.event_id.toLowerCase(),
    waybill: item.waybill,
    code: item.code,
    facilityId: item.facility_id.toLowerCase(),
    occurredAt: new Date(item.occurred_at),
    reasonCode: item.reason_code,
  };
}
