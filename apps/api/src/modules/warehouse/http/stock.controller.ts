import { Ctx, Endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { Controller, Get, Inject, Post } from '@nestjs/common';
import { AdjustStock } from '../use-cases/adjust-stock';
import { ReadStock } from '../use-cases/read-stock';
import { ReceiveStock } from '../use-cases/receive-stock';
import { idCursor, stockCursor, toStockCursor } from './cursors';
import {
  adjustmentEndpoint,
  listMovementsEndpoint,
  listStockEndpoint,
  receiptEndpoint,
  toMovementView,
  toStockView,
} from './stock.dto';

/** What the warehouses hold. It changes by orders, and by these commands, each with its reason. */
@Controller('v1/stock')
export class StockController {
  constructor(
    @Inject(ReadStock) private readonly stock: ReadStock,
    @Inject(ReceiveStock) private readonly receiveStock: ReceiveStock,
    @Inject(AdjustStock) private readonly adjustStock: AdjustStock,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  @Get()
  @Endpoint(listStockEndpoint)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listStockEndpoint>): Promise<HttpReply> {
    const filter = { warehouseId: query.warehouse_id, sku: query.sku };
    const rows = await this.stock.levels(ctx, filter, stockCursor(query.cursor), query.limit + 1);
    return reply.page(rows, query.limit, toStockCursor, toStockView);
  }

  @Get('movements')
  @Endpoint(listMovementsEndpoint)
  async movements(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listMovementsEndpoint>): Promise<HttpReply> {
    const filter = { warehouseId: query.warehouse_id, sku: query.sku };
    const movements = await this.stock.movements(ctx, filter, idCursor(query.cursor), query.limit + 1);
    return reply.page(movements, query.limit, ({ id }) => id, toMovementView);
  }

  @Post('receipts')
  @Endpoint(receiptEndpoint)
  async receive(
    @Ctx() ctx: Context,
    @Input() { body, idempotencyKey }: InputOf<typeof receiptEndpoint>,
  ): Promise<HttpReply> {
    const { warehouse_id: warehouseId, lines, reason } = body;
    const request = { route: 'stock.receive', key: idempotencyKey, payload: body };
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const rows = await this.receiveStock.execute(ctx, tx, { warehouseId, lines, reason });
      const view = { warehouse_id: warehouseId, reason, stock: rows.map(toStockView) };
      return { status: 201, location: `/v1/stock?warehouse_id=${warehouseId}`, body: view };
    });
    return reply.stored(result, replayed);
  }

  @Post('adjustments')
  @Endpoint(adjustmentEndpoint)
  async adjust(
    @Ctx() ctx: Context,
    @Input() { body, idempotencyKey }: InputOf<typeof adjustmentEndpoint>,
  ): Promise<HttpReply> {
    const { warehouse_id: warehouseId, sku, quantity_delta: quantityDelta, reason } = body;
    const request = { route: 'stock.adjust', key: idempotencyKey, payload: body };
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const row = await this.adjustStock.execute(ctx, tx, { warehouseId, sku, quantityDelta, reason });
      return { status: 201, location: `/v1/stock?warehouse_id=${warehouseId}&sku=${sku}`, body: toStockView(row) };
    });
    return reply.stored(result, replayed);
  }
}
