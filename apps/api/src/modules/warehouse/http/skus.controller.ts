import { Ctx, Endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { Controller, Get, Inject, Patch, Post } from '@nestjs/common';
import { CatalogWatch } from '../catalog-watch';
import { ChangeSku } from '../use-cases/change-sku';
import { CreateSku } from '../use-cases/create-sku';
import { ReadSkus } from '../use-cases/read-skus';
import { changeSkuEndpoint, createSkuEndpoint, listSkusEndpoint, readSkuEndpoint, toSkuView } from './skus.dto';

/** The catalog, one for all merchants. */
@Controller('v1/skus')
export class SkusController {
  constructor(
    @Inject(CreateSku) private readonly createSku: CreateSku,
    @Inject(ChangeSku) private readonly changeSku: ChangeSku,
    @Inject(ReadSkus) private readonly skus: ReadSkus,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
    @Inject(CatalogWatch) private readonly catalog: CatalogWatch,
  ) {}

  @Post()
  @Endpoint(createSkuEndpoint)
  async create(
    @Ctx() ctx: Context,
    @Input() { body, idempotencyKey }: InputOf<typeof createSkuEndpoint>,
  ): Promise<HttpReply> {
    const request = { route: 'skus.create', key: idempotencyKey, payload: body };
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const sku = await this.createSku.execute(ctx, tx, { sku: body.sku, name: body.name, weightG: body.weight_g });
      return { status: 201, location: `/v1/skus/${sku.sku}`, body: toSkuView(sku), version: sku.version };
    });
    await this.catalog.refresh();
    return reply.stored(result, replayed);
  }

  @Get()
  @Endpoint(listSkusEndpoint)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listSkusEndpoint>): Promise<HttpReply> {
    const skus = await this.skus.page(ctx, query.cursor, query.limit + 1);
    return reply.page(skus, query.limit, ({ sku }) => sku, toSkuView);
  }

  @Get(':sku')
  @Endpoint(readSkuEndpoint)
  async read(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof readSkuEndpoint>): Promise<HttpReply> {
    const sku = await this.skus.one(ctx, params.sku);
    return reply.ok(toSkuView(sku), { version: sku.version });
  }

  @Patch(':sku')
  @Endpoint(changeSkuEndpoint)
  async change(
    @Ctx() ctx: Context,
    @Input() { params, body, ifMatch }: InputOf<typeof changeSkuEndpoint>,
  ): Promise<HttpReply> {
    const change = { name: body.name, weightG: body.weight_g };
    const sku = await this.changeSku.execute(ctx, params.sku, ifMatch, change);
    await this.catalog.refresh();
    return reply.ok(toSkuView(sku), { version: sku.version });
  }
}
