import { Database, listWaiting, type Tx, type WaitingOrder, type WaitingPlace } from '#lib/database';
import { Ctx, Endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import { DomainError, type Context } from '#lib/kernel';
import type { OrderAction } from '#module/order';
import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { BulkActionReplies } from './bulk-action-replies';
import { discardDeadLetters, listDeadLetters, retryDeadLetters } from './dead-letters.endpoints';

type Which = Pick<InputOf<typeof retryDeadLetters>, 'body' | 'idempotencyKey'>;

const BULK_LIMIT = 10_000;
const ID_LENGTH = 36;

@Controller('v1/dead-letters')
export class DeadLettersController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(BulkActionReplies) private readonly replies: BulkActionReplies,
  ) {}

  @Get()
  @Endpoint(listDeadLetters)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listDeadLetters>): Promise<HttpReply> {
    const { limit, cursor, stage, code: reason } = query;
    const asked = { reason, stage, after: placeOf(cursor) };
    const found = await listWaiting(this.database.statements(ctx), asked, limit + 1);
    return reply.page(found, limit, ({ key, orderId }) => `${orderId}/${key}`, letterView);
  }

  @Post('retry')
  @HttpCode(200)
  @Endpoint(retryDeadLetters)
  retry(@Ctx() ctx: Context, @Input() input: InputOf<typeof retryDeadLetters>): Promise<HttpReply> {
    return this.act(ctx, 'retry', input);
  }

  @Post('discard')
  @HttpCode(200)
  @Endpoint(discardDeadLetters)
  discard(@Ctx() ctx: Context, @Input() input: InputOf<typeof discardDeadLetters>): Promise<HttpReply> {
    return this.act(ctx, 'discard', input);
  }

  private act(ctx: Context, action: OrderAction, { body, idempotencyKey: key }: Which): Promise<HttpReply> {
    return this.replies.start(ctx, {
      route: `dead-letters.${action}`,
      key,
      payload: body,
      wish: async (tx) => ({ action, reason: body.reason, orderIds: body.order_ids ?? (await allOf(tx, body)) }),
    });
  }
}

async function allOf(tx: Tx, { stage }: Which['body']): Promise<string[]> {
  const found = await listWaiting(tx, { reason: 'dead_letter', stage }, BULK_LIMIT);
  if (found.length > 0) return found.map(({ orderId }) => orderId);
  throw new DomainError('conflict', 'operations.no_dead_letters', `The stage ${stage} has no dead letters`);
}

function placeOf(cursor: string | undefined): WaitingPlace | undefined {
  if (cursor === undefined) return undefined;
  return { orderId: cursor.slice(0, ID_LENGTH), key: cursor.slice(ID_LENGTH + 1) };
}

function letterView({ orderId, stage, reason, key, detail, since }: WaitingOrder): object {
  const { attempts } = detail;
  return {
    order_id: orderId,
    stage,
    code: reason,
    key,
    detail,
    attempts: typeof attempts === 'number' ? attempts : 0,
    since,
  };
}
