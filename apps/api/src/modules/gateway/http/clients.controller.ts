import { Ctx, Endpoint, Input, reply, type HttpReply, type InputOf } from '#lib/http';
import type { Context } from '#lib/kernel';
import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { CreateClientOnce } from '../use-cases/create-client-once';
import { ReadClients } from '../use-cases/read-clients';
import { RevokeClient } from '../use-cases/revoke-client';
import { RotateClientSecret } from '../use-cases/rotate-client-secret';
import { clientView, newClientOf } from './clients.dto';
import { createClient, listClients, readClient, revokeClient, rotateClient } from './clients.endpoints';

/** An answer with a secret in it must not be kept by anybody on the way. */
const NO_STORE = { 'cache-control': 'no-store' };

@Controller('v1/clients')
export class ClientsController {
  constructor(
    @Inject(CreateClientOnce) private readonly creation: CreateClientOnce,
    @Inject(RotateClientSecret) private readonly rotation: RotateClientSecret,
    @Inject(RevokeClient) private readonly revocation: RevokeClient,
    @Inject(ReadClients) private readonly readClients: ReadClients,
  ) {}

  @Post()
  @Endpoint(createClient)
  async create(@Ctx() ctx: Context, @Input() input: InputOf<typeof createClient>): Promise<HttpReply> {
    const request = { key: input.idempotencyKey, payload: input.body };
    const { result, replayed, secret } = await this.creation.execute(ctx, request, newClientOf(input.body), clientView);
    const body = replayed ? result.body : { ...(result.body as object), client_secret: secret };
    return reply.stored({ ...result, body }, replayed);
  }

  @Get()
  @Endpoint(listClients)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listClients>): Promise<HttpReply> {
    const { merchant_id: merchantId, role, status, cursor: beforeId, limit } = query;
    const clients = await this.readClients.page(ctx, { merchantId, role, status, beforeId }, limit + 1);
    return reply.page(clients, limit, (client) => client.id, clientView);
  }

  @Get(':id')
  @Endpoint(readClient)
  async read(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof readClient>): Promise<HttpReply> {
    const client = await this.readClients.one(ctx, params.id);
    return reply.ok(clientView(client), { version: client.version });
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @Endpoint(rotateClient)
  async rotate(@Ctx() ctx: Context, @Input() input: InputOf<typeof rotateClient>): Promise<HttpReply> {
    const { client, secret } = await this.rotation.execute(ctx, input.params.id, input.ifMatch);
    const body = { ...clientView(client), client_secret: secret };
    return reply.ok(body, { version: client.version, headers: NO_STORE });
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @Endpoint(revokeClient)
  async revoke(@Ctx() ctx: Context, @Input() input: InputOf<typeof revokeClient>): Promise<HttpReply> {
    const client = await this.revocation.execute(ctx, input.params.id, input.ifMatch);
    return reply.ok(clientView(client), { version: client.version });
  }
}
