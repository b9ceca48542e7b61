import { Ctx, Endpoint, HttpReply, Input, itemProblem, parseJsonText, reply, validate, type InputOf } from '#lib/http';
import { DomainError, type Context, type FieldError } from '#lib/kernel';
import { Log } from '#lib/telemetry';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { PlaceOrders } from '../use-cases/place-orders';
import { toOrderRequest, toOrderView } from './order.dto';
import { BATCH_LIMIT, placeOrderBatch } from './order.endpoints';
import { batchItem } from './order.schemas';

/** How long the items of one request may keep the event loop before everything else that is ready has its turn. */
const SLICE_MS = 4;

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
    const answers = await Promise.all(await this.placeInSlices(ctx, items));
    return input.ndjson === undefined ? reply.ok(answers, { serialize: dataOf }) : reply.ndjson(answers);
  }

  /** The first orders are on their way to PostgreSQL while the others are still being checked. */
  private async placeInSlices(ctx: Context, items: readonly BatchItem[]): Promise<Promise<string>[]> {
    const answers: Promise<string>[] = [];
    let sliceEndsMs = performance.now() + SLICE_MS;
    for (const item of items) {
      answers.push(this.placeItem(ctx, item));
      if (performance.now() < sliceEndsMs) continue;
      await turnOfTheLoop();
      sliceEndsMs = performance.now() + SLICE_MS;
    }
    return answers;
  }

  /** The JSON of one item's answer, which is what it would have been answered alone. Never rejects. */
  private async placeItem(ctx: Context, item: BatchItem): Promise<string> {
    try {
      const body = checked(item);
      const command = { idempotencyKey: body.idempotency_key, request: toOrderRequest(body) };
      const placed = await this.placeOrders.place(ctx, command, 'bulk');
      const order = toOrderView(placed.order);
      return JSON.stringify(placed.replayed ? { status: 201, order, replayed: true } : { status: 201, order });
    } catch (error) {
      const { status, problem, fault } = itemProblem(error, ctx, '/v1/orders/batch');
      if (fault) this.log.of(ctx).error('An order of a batch ended in a fault', error);
      return JSON.stringify({ status, problem });
    }
  }
}

function dataOf(answers: object): string {
  return `{"data":[${(answers as readonly string[]).join(',')}]}`;
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
