import { Ctx, Endpoint, Input, reply, type HttpReply, type InputOf } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { Controller, Get, Inject, Patch, Post } from '@nestjs/common';
import { ChangeMerchant } from '../use-cases/change-merchant';
import { CreateMerchant } from '../use-cases/create-merchant';
import { ReadMerchants } from '../use-cases/read-merchants';
import { merchantChangeOf, merchantView, newMerchantOf } from './merchants.dto';
import { changeMerchant, createMerchant, listMerchants, readMerchant } from './merchants.endpoints';

@Controller('v1/merchants')
export class MerchantsController {
  constructor(
    @Inject(CreateMerchant) private readonly creation: CreateMerchant,
    @Inject(ChangeMerchant) private readonly changing: ChangeMerchant,
    @Inject(ReadMerchants) private readonly readMerchants: ReadMerchants,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @Endpoint(createMerchant)
  async create(@Ctx() ctx: Context, @Input() input: InputOf<typeof createMerchant>): Promise<HttpReply> {
    const request = { route: 'merchants.create', key: input.idempotencyKey, payload: input.body };
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const merchant = await this.creation.execute(ctx, tx, newMerchantOf(input.body));
      const location = `/v1/merchants/${merchant.id}`;
      return { status: 201, location, body: merchantView(merchant), version: merchant.version };
    });
    return reply.stored(result, replayed);
  }

  @Get()
  @Endpoint(listMerchants)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listMerchants>): Promise<HttpReply> {
    const filter = { status: query.status, beforeId: query.cursor };
    const merchants = await this.readMerchants.page(ctx, filter, query.limit + 1);
    return reply.page(merchants, query.limit, (merchant) => merchant.id, merchantView);
  }

  @Get(':id')
  @Endpoint(readMerchant)
  async read(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof readMerchant>): Promise<HttpReply> {
    const merchant = await this.readMerchants.one(ctx, params.id);
    return reply.ok(merchantView(merchant), { version: merchant.version });
  }

  @Patch(':id')
  @Endpoint(changeMerchant)
  async change(@Ctx() ctx: Context, @Input() input: InputOf<typeof changeMerchant>): Promise<HttpReply> {
    const change = merchantChangeOf(input.body);
    const merchant = await this.changing.execute(ctx, input.params.id, input.ifMatch, change);
    return reply.ok(merchantView(merchant), { version: merchant.version });
  }
}
