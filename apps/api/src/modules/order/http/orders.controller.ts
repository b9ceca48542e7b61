import { Ctx, Endpoint, HttpReply, Input, parseIfMatch, reply, type InputOf } from '#lib/http';
import { DomainError, type Context } from '#lib/kernel';
import { Controller, Get, Inject, Post } from '@nestjs/common';
import { AwaitDispatch } from '../use-cases/await-dispatch';
import { CancelOrder } from '../use-cases/cancel-order';
import { ExpandOrder } from '../use-cases/expand-order';
import { GetOrder } from '../use-cases/get-order';
import { PlaceOrders } from '../use-cases/place-orders';
import { PrintLabel } from '../use-cases/print-label';
import { orderJson } from './order-json';
import { toExpansionViews } from './order-expansions';
import { toOrderRequest, toOrderView } from './order.dto';
import * as endpoints from './order.endpoints';

@Controller('v1/orders')
export class OrdersController {
  constructor(
    @Inject(PlaceOrders) private readonly placeOrders: PlaceOrders,
    @Inject(AwaitDispatch) private readonly awaitDispatch: AwaitDispatch,
    @Inject(GetOrder) private readonly getOrder: GetOrder,
    @Inject(ExpandOrder) private readonly expandOrder: ExpandOrder,
    @Inject(CancelOrder) private readonly cancelOrder: CancelOrder,
    @Inject(PrintLabel) private readonly printLabel: PrintLabel,
  ) {}

  @Post()
  @Endpoint(endpoints.placeOrder)
  async place(@Ctx() ctx: Context, @Input() input: InputOf<typeof endpoints.placeOrder>): Promise<HttpReply> {
    const command = { idempotencyKey: input.idempotencyKey, request: toOrderRequest(input.body) };
    const placed = await this.placeOrders.place(ctx, command, 'single');
    const waitS = input.headers.prefer ?? 0;
    const order = waitS > 0 ? await this.awaitDispatch.execute(ctx, placed.order, waitS) : placed.order;
    const headers: Record<string, string> = {};
    if (placed.replayed) headers['idempotency-replayed'] = 'true';
    if (waitS > 0) headers['preference-applied'] = `wait=${waitS}`;
    const options = { version: order.version, headers, serialize: orderJson };
    return reply.created(`/v1/orders/${order.id}`, toOrderView(order), options);
  }

  @Get(':id')
  @Endpoint(endpoints.getOrder)
  async get(@Ctx() ctx: Context, @Input() input: InputOf<typeof endpoints.getOrder>): Promise<HttpReply> {
    const order = await this.getOrder.execute(ctx, input.params.id);
    if (input.query.expand === undefined) {
      return reply.ok(toOrderView(order), { version: order.version, serialize: orderJson });
    }
    const expansions = await this.expandOrder.execute(ctx, order, input.query.expand);
    // Without an entity tag: the parts change without the order's version.
    return reply.ok({ ...toOrderView(order), ...toExpansionViews(expansions) });
  }

  @Post(':id/cancel')
  @Endpoint(endpoints.cancelOrder)
  async cancel(@Ctx() ctx: Context, @Input() input: InputOf<typeof endpoints.cancelOrder>): Promise<HttpReply> {
    const order = await this.cancelOrder.execute(ctx, {
      orderId: input.params.id,
      reasonCode: input.body.reason_code,
      ifMatch: expectedVersion(ctx, input.headers['if-match']),
    });
    return reply.ok(toOrderView(order), { version: order.version });
  }

  @Get(':id/label.pdf')
  @Endpoint(endpoints.printLabel)
  async label(@Ctx() ctx: Context, @Input() input: InputOf<typeof endpoints.printLabel>): Promise<HttpReply> {
    return reply.bytes(await this.printLabel.execute(ctx, input.params.id), 'application/pdf');
  }
}

/** Operators act on what they saw; a merchant cancels its own order whatever has become of it meanwhile. */
function expectedVersion(ctx: Context, header: string | undefined): number | undefined {
  if (header === undefined) {
    if (ctx.actor.role === 'merchant') return undefined;
    throw new DomainError('precondition_required', 'request.if_match_required', 'Send If-Match with the ETag you saw', {
      errors: [{ pointer: 'If-Match', detail: 'is required for operators' }],
    });
  }
  const parsed = parseIfMatch(header);
  if (parsed.kind === 'version') return parsed.version;
  // No version of ours: whatever the order's version is, it is another one.
  if (parsed.kind === 'foreign') return 0;
  throw new DomainError('invalid_input', 'request.invalid', 'If-Match is not an entity tag', {
    errors: [{ pointer: 'If-Match', detail: 'must be an entity tag such as "3"' }],
  });
}
