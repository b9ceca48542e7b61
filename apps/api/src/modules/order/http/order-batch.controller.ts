import { Ctx, Endpoint, HttpReply, Input, itemProblem, parseJsonText, reply, validate, type InputOf } from '#lib/http';
import { DomainError, type Context, type FieldError } from '#lib/kernel';
import { Log } from '#lib/telemetry';
import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { PlaceOrders } from '../use-cases/place-orders';
import { toOrderRequest, toOrderView } from './order.dto';
import { BATCH_LIMIT, placeOrderBatch } from './order.endpoints';
import { batchItem } from './order.schemas';

/** One item's answer: what it would have been answered alone. */
type ItemResult =
  | { readonly status: 201; readonly order: object; readonly replayed?: true }
  | { readonly status: number; readonly problem: object };

type BatchItem =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly errors: readonly FieldError[] };

@Controller('v1/orders/batch')
export class OrderBatchController {
  constructor(
    @Inject(PlaceOrders) private readonly placeOrders: PlaceOrders,
    @Inject(Log) private readonly log: Log,
  ) {}

  @Post()
  @HttpCode(200)
  @Endpoint(placeOrderBatch)
  async place(@Ctx() ctx: Context, @Input() input: InputOf<typeof placeOrderBatch>): Promise<HttpReply> {
    const items = input.ndjson === undefined ? (input.body ?? []).map(parsed) : linesOf(input.ndjson);
    const results = await Promise.all(items.map((item) => this.placeItem(ctx, item)));
    return input.ndjson === undefined ? reply.ok({ data: results }) : reply.ndjson(results);
  }

  private async placeItem(ctx: Context, item: BatchItem): Promise<ItemResult> {
    try {
      const { idempotency_key: idempotencyKey, ...body } = checked(item);
      const placed = await this.placeOrders.place(ctx, { idempotencyKey, request: toOrderRequest(body) }, 'bulk');
      const order = toOrderView(placed.order);
      return placed.replayed ? { status: 201, order, replayed: true } : { status: 201, order };
    } catch (error) {
      const { status, problem, fault } = itemProblem(error, ctx, '/v1/orders/batch');
      if (fault) this.log.of(ctx).error('An order of a batch ended in a fault', error);
      return { status, problem };
    }
  }
}

function parsed(value: unknown): BatchItem {
  return { ok: true, value };
}

function checked(item: BatchItem): ReturnType<typeof batchItem.parse> {
  if (!item.ok) {
    throw new DomainError('invalid_input', 'request.malformed', 'The line is not a valid JSON document', {
      errors: item.errors,
    });
  }
  const result = validate(batchItem, item.value);
  if (result.ok) return result.value;
  throw new DomainError('invalid_input', 'request.invalid', 'The order is not valid', { errors: result.errors });
}

/** One value a line; blank lines do not count. */
function linesOf(ndjson: string): BatchItem[] {
  const lines = ndjson.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0 || lines.length > BATCH_LIMIT) {
    const message = `A batch has 1 to ${BATCH_LIMIT} orders, this one has ${lines.length}`;
    throw new DomainError('invalid_input', 'request.invalid', message);
  }
  return lines.map((line) => {
    const result = parseJsonText(line);
    return result.ok ? parsed(result.value) : result;
  });
}
