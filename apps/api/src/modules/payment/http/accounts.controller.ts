import { Ctx, Endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { Controller, Get, Inject, Post } from '@nestjs/common';
import { ListEntries } from '../use-cases/list-entries';
import { ReadAccount } from '../use-cases/read-account';
import { TopUpAccount } from '../use-cases/top-up-account';
import { entriesEndpoint, readEndpoint, toAccountView, toEntryView, topUpEndpoint, toTopUpView } from './accounts.dto';
import { fromCursor, toCursor } from './entry-cursor';

/** Merchants' accounts: one per merchant, opened with it. */
@Controller('v1/accounts')
export class AccountsController {
  constructor(
    @Inject(ReadAccount) private readonly readAccount: ReadAccount,
    @Inject(ListEntries) private readonly listEntries: ListEntries,
    @Inject(TopUpAccount) private readonly topUpAccount: TopUpAccount,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  @Get(':merchant_id')
  @Endpoint(readEndpoint)
  async read(@Ctx() ctx: Context, @Input() input: InputOf<typeof readEndpoint>): Promise<HttpReply> {
    const account = await this.readAccount.execute(ctx, input.params.merchant_id);
    return reply.ok(toAccountView(account), { version: account.version });
  }

  @Get(':merchant_id/entries')
  @Endpoint(entriesEndpoint)
  async entries(@Ctx() ctx: Context, @Input() input: InputOf<typeof entriesEndpoint>): Promise<HttpReply> {
    const { limit, cursor } = input.query;
    const after = cursor === undefined ? undefined : fromCursor(cursor);
    const entries = await this.listEntries.execute(ctx, input.params.merchant_id, after, limit + 1);
    return reply.page(entries, limit, toCursor, toEntryView);
  }

  @Post(':merchant_id/top-ups')
  @Endpoint(topUpEndpoint)
  async topUp(@Ctx() ctx: Context, @Input() input: InputOf<typeof topUpEndpoint>): Promise<HttpReply> {
    const merchantId = input.params.merchant_id;
    const deposit = { merchantId, amountMinor: input.body.amount_minor, currency: input.body.currency };
    const request = { route: 'accounts.top-up', key: input.idempotencyKey, payload: deposit };
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const topUp = await this.topUpAccount.execute(ctx, tx, deposit);
      return { status: 201, location: `/v1/accounts/${merchantId}`, body: toTopUpView(topUp) };
    });
    return reply.stored(result, replayed);
  }
}
