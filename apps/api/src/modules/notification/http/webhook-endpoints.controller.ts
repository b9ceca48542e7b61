import { Ctx, Endpoint, Input, reply, type HttpReply, type InputOf } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { Controller, Delete, Get, HttpCode, Inject, Patch, Post } from '@nestjs/common';
import { ChangeEndpoint } from '../use-cases/change-endpoint';
import { CreateEndpoint } from '../use-cases/create-endpoint';
import { newSigningSecret } from '../use-cases/new-signing-secret';
import { ReadEndpoints } from '../use-cases/read-endpoints';
import { endpointChangeOf, endpointView, newEndpointOf } from './webhook-endpoints.dto';
import {
  changeEndpoint,
  createEndpoint,
  listEndpoints,
  readEndpoint,
  removeEndpoint,
  rotateSecret,
} from './webhook-endpoints.endpoints';

/** An answer with a secret in it must not be kept by anybody on the way. */
const NO_STORE = { 'cache-control': 'no-store' };

@Controller('v1/webhook-endpoints')
export class WebhookEndpointsController {
  constructor(
    @Inject(CreateEndpoint) private readonly creation: CreateEndpoint,
    @Inject(ChangeEndpoint) private readonly changing: ChangeEndpoint,
    @Inject(ReadEndpoints) private readonly reading: ReadEndpoints,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  /** The stored answer never holds the secret: a repetition is answered without it. */
  @Post()
  @Endpoint(createEndpoint)
  async create(@Ctx() ctx: Context, @Input() input: InputOf<typeof createEndpoint>): Promise<HttpReply> {
    const secret = newSigningSecret();
    const request = { route: 'webhook-endpoints.create', key: input.idempotencyKey, payload: input.body };
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const created = await this.creation.execute(ctx, tx, newEndpointOf(input.body), secret);
      const location = `/v1/webhook-endpoints/${created.id}`;
      return { status: 201, location, body: endpointView(created), version: created.version };
    });
    const body = replayed ? result.body : { ...(result.body as object), secret };
    return reply.stored({ ...result, body }, replayed);
  }

  @Get()
  @Endpoint(listEndpoints)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listEndpoints>): Promise<HttpReply> {
    const filter = { merchantId: query.merchant_id, beforeId: query.cursor };
    const endpoints = await this.reading.page(ctx, filter, query.limit + 1);
    return reply.page(endpoints, query.limit, (endpoint) => endpoint.id, endpointView);
  }

  @Get(':id')
  @Endpoint(readEndpoint)
  async read(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof readEndpoint>): Promise<HttpReply> {
    const endpoint = await this.reading.one(ctx, params.id);
    return reply.ok(endpointView(endpoint), { version: endpoint.version });
  }

  @Patch(':id')
  @Endpoint(changeEndpoint)
  async change(@Ctx() ctx: Context, @Input() input: InputOf<typeof changeEndpoint>): Promise<HttpReply> {
    const changed = await this.changing.change(ctx, input.params.id, input.ifMatch, endpointChangeOf(input.body));
    return reply.ok(endpointView(changed), { version: changed.version });
  }

  @Delete(':id')
  @HttpCode(204)
  @Endpoint(removeEndpoint)
  async remove(@Ctx() ctx: Context, @Input() input: InputOf<typeof removeEndpoint>): Promise<HttpReply> {
    await this.changing.remove(ctx, input.params.id, input.ifMatch);
    return reply.noContent();
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @Endpoint(rotateSecret)
  async rotate(@Ctx() ctx: Context, @Input() input: InputOf<typeof rotateSecret>): Promise<HttpReply> {
    const rotated = await this.changing.rotateSecret(ctx, input.params.id, input.ifMatch);
    const body = { ...endpointView(rotated), secret: rotated.secret };
    return reply.ok(body, { version: rotated.version, headers: NO_STORE });
  }
}
