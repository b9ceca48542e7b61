import { endpoint, pageOf, pageQuery, text } from '#lib/http';
import { z } from 'zod';
import { MAX_ON_HAND } from '../domain/stock-limits';
import type { Movement } from '../persistence/movement.repository';
import type { StockRow } from '../persistence/stock.repository';
import { skuField } from './sku-field';

const RECEIPT_LINES = 500;

const warehouseId = z.uuid().describe('The warehouse');
const reason = text(1, 500).describe('Why; kept with the movement for ever');

const StockView = z.object({
  warehouse_id: z.uuid(),
  sku: z.string(),
  on_hand: z.int().describe('Units on the shelf'),
  reserved: z.int().describe('Units of these that orders have reserved'),
  available: z.int().describe('Units that new orders can still have'),
});

const MovementView = z.object({
  id: z.uuid(),
  warehouse_id: z.uuid(),
  sku: z.string(),
  kind: z.enum(['receipt', 'adjustment']),
  quantity: z.int().describe('Units; negative where an adjustment took away'),
  reason: z.string(),
  actor: z.string().describe('Who did it'),
  recorded_at: z.iso.datetime(),
});

const ReceiptView = z.object({ warehouse_id: z.uuid(), reason: z.string(), stock: z.array(StockView) });

export const listStockEndpoint = endpoint({
  tag: 'stock',
  summary: 'List stock by SKU and warehouse',
  auth: { roles: ['viewer', 'operator', 'admin'] },
  query: z.strictObject({
    ...pageQuery.shape,
    warehouse_id: warehouseId.optional(),
    sku: skuField.optional(),
  }),
  success: { status: 200, body: pageOf(StockView) },
});

export const listMovementsEndpoint = endpoint({
  tag: 'stock',
  summary: 'List a warehouse’s receipts and adjustments, oldest first',
  auth: { roles: ['viewer', 'operator', 'admin'] },
  query: z.strictObject({ ...pageQuery.shape, warehouse_id: warehouseId, sku: skuField.optional() }),
  success: { status: 200, body: pageOf(MovementView) },
});

export const receiptEndpoint = endpoint({
  tag: 'stock',
  summary: 'Receive goods into a warehouse',
  description: 'Orders that wait for these SKUs go on, oldest first, as far as the stock reaches.',
  auth: { roles: ['operator', 'admin'] },
  body: z.strictObject({
    warehouse_id: warehouseId,
    reason,
    lines: z
      .array(z.strictObject({ sku: skuField, quantity: z.int().min(1).max(MAX_ON_HAND).describe('Units') }))
      .min(1)
      .max(RECEIPT_LINES),
  }),
  idempotency: true,
  success: { status: 201, body: ReceiptView },
  problems: [409, 422],
  example: {
    warehouse_id: '0199f0c2-0000-7000-8000-000000000002',
    reason: 'Delivery note 4711',
    lines: [{ sku: 'SKU-0001', quantity: 500 }],
  },
});

export const adjustmentEndpoint = endpoint({
  tag: 'stock',
  summary: 'Correct the stock of a SKU after counting',
  description: 'Cannot take away what orders have reserved.',
  auth: { roles: ['operator', 'admin'] },
  body: z.strictObject({
    warehouse_id: warehouseId,
    sku: skuField,
    quantity_delta: z
      .int()
      .min(-MAX_ON_HAND)
      .max(MAX_ON_HAND)
      .refine((delta) => delta !== 0, 'must not be 0')
      .describe('Units found (positive) or missing (negative)'),
    reason,
  }),
  idempotency: true,
  success: { status: 201, body: StockView },
  problems: [404, 409, 422],
  example: {
    warehouse_id: '0199f0c2-0000-7000-8000-000000000002',
    sku: 'SKU-0001',
    quantity_delta: -2,
    reason: 'Broken in storage',
  },
});

export function toStockView({ warehouseId: warehouse_id, sku, onHand, reserved }: StockRow): z.input<typeof StockView> {
  return { warehouse_id, sku, on_hand: onHand, reserved, available: onHand - reserved };
}

export function toMovementView(movement: Movement): z.input<typeof MovementView> {
  return {
    id: movement.id,
    warehouse_id: movement.warehouseId,
    sku: movement.sku,
    kind: movement.kind,
    quantity: movement.quantity,
    reason: movement.reason,
    actor: movement.actor,
    recorded_at: movement.recordedAt.toISOString(),
  };
}
