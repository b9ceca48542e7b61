import { type CanActivate, Controller, type ExecutionContext, Get, Module, Patch, Post } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { StoredAnswer } from '#lib/idempotency';
import { type Context, DomainError, systemContext } from '#lib/kernel';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  Admission,
  authOf,
  BULK_BODY_LIMIT_BYTES,
  configureHttp,
  createHttpAdapter,
  Ctx,
  endpoint,
  Endpoint,
  type HttpAdapterOptions,
  HttpModule,
  NODE_TIMING,
  type EdgeObservers,
  type HttpReply,
  Input,
  type InputOf,
  pageOf,
  pageQuery,
  reply,
  requireVersion,
  text,
} from '..';

const view = z.object({ id: z.string(), name: z.string(), version: z.int() }).meta({ id: 'Parcel' });
const staff = { roles: ['operator', 'admin'] } as const;
const one = z.strictObject({ id: z.uuid() });
const body = z.strictObject({
  name: text(1, 20),
  metadata: z.record(z.string().max(40), z.unknown()).optional(),
  size: z.union([z.literal('small'), z.strictObject({ grams: z.int().min(1) })]).optional(),
});

const create = endpoint({
  tag: 'parcels',
  summary: 'Create a parcel',
  auth: staff,
  priority: 'deferrable',
  body,
  idempotency: true,
  success: { status: 201, body: view },
});
const list = endpoint({
  tag: 'parcels',
  summary: 'List parcels',
  auth: staff,
  query: z.strictObject({ ...pageQuery.shape, name: text(1, 20).optional() }),
  success: { status: 200, body: pageOf(view) },
});
const read = endpoint({
  tag: 'parcels',
  summary: 'Read a parcel',
  auth: 'public',
  params: one,
  headers: z.object({ prefer: z.string().max(20).optional() }),
  success: { status: 200, body: view },
});
const change = endpoint({
  tag: 'parcels',
  summary: 'Change a parcel',
  auth: staff,
  params: one,
  body,
  ifMatch: true,
  success: { status: 200, body: view },
});
const bulk = endpoint({
  tag: 'parcels',
  summary: 'Create many',
  auth: staff,
  body: z.array(z.unknown()).max(1000),
  bodyFormats: ['json', 'ndjson'],
  bodyLimitBytes: BULK_BODY_LIMIT_BYTES,
  success: { status: 200, contentTypes: ['application/json', 'application/x-ndjson'] },
});
const failure = endpoint({
  tag: 'parcels',
  summary: 'Fail in a chosen way',
  auth: 'public',
  params: z.strictObject({ how: z.string() }),
  success: { status: 200 },
});
const replay = endpoint({
  tag: 'parcels',
  summary: 'Replay',
  auth: 'public',
  success: { status: 201 },
});

const ID = '0199f0c2-0000-7000-8000-000000000001';

/** What a handler throws, by name: the faults that the filter has to tell apart. */
const FAILURES: Readonly<Record<string, () => unknown>> = {
  bug: () => new TypeError('secret table orders_v2 has no column x'),
  database: () => Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' }),
  canceled: () => Object.assign(new Error('canceling statement'), { code: '57014' }),
  limited: () => new DomainError('quota_exceeded', 'gateway.rate_limited', 'Too many requests', { retryAfterS: 2.2 }),
  taken: () =>
    new DomainError('conflict', 'parcel.taken', 'The name is taken', { context: { parcel_id: ID, status: 1 } }),
  full: () => new DomainError('overloaded', 'parcel.full', 'Too many parcels wait', { retryAfterS: 5 }),
  stranger: () => new DomainError('unauthenticated', 'auth.required', 'A token is required'),
};

@Controller('v1/parcels')
class ParcelsController {
  @Post()
  @Endpoint(create)
  create(@Ctx() ctx: Context, @Input() input: InputOf<typeof create>): HttpReply {
    const made = {
      id: ID,
      name: input.body.name,
      version: 1,
      key: input.idempotencyKey,
      lane: ctx.lane,
      body: input.body,
    };
    return reply.created(`/v1/parcels/${ID}`, made, { version: 1 });
  }

  @Get()
  @Endpoint(list)
  list(@Input() { query }: InputOf<typeof list>): HttpReply {
    const all = ['a', 'b', 'c', 'd', 'e'].filter((id) => query.cursor === undefined || id > query.cursor);
    return reply.page(
      all.slice(0, query.limit + 1),
      query.limit,
      (id) => id,
      (id) => ({ id }),
    );
  }

  @Get(':id')
  @Endpoint(read)
  read(@Input() input: InputOf<typeof read>): HttpReply {
    return reply.ok({ id: input.params.id, prefer: input.headers.prefer }, { version: 3 });
  }

  @Patch(':id')
  @Endpoint(change)
  change(@Input() input: InputOf<typeof change>): HttpReply {
    requireVersion(3, input.ifMatch);
    return reply.ok({ id: input.params.id, name: input.body.name, version: 4 }, { version: 4 });
  }

  @Post('batch')
  @Endpoint(bulk)
  bulk(@Input() { body: items, ndjson }: InputOf<typeof bulk>): HttpReply {
    return ndjson === undefined
      ? reply.ok({ items: items?.length })
      : reply.ndjson([JSON.stringify({ characters: ndjson.length })]);
  }

  @Get('failures/:how')
  @Endpoint(failure)
  fail(@Input() { params }: InputOf<typeof failure>): HttpReply {
    throw FAILURES[params.how]?.();
  }

  @Post('replays')
  @Endpoint(replay)
  replay(): HttpReply {
    const first: StoredAnswer = { status: 201, body: { id: ID }, location: `/v1/parcels/${ID}`, version: 1 };
    return reply.stored(first, true);
  }
}

/** Stands in for the gateway: anybody with any token is staff. */
class SampleGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const auth = authOf(context);
    if (auth === undefined) return false;
    if (auth !== 'public' && request.headers.authorization === undefined) {
      throw new DomainError('unauthenticated', 'auth.required', 'A token is required');
    }
    request.context = systemContext('sample', 'live', request.traceparent);
    return true;
  }
}

@Module({
  imports: [HttpModule.forRoot({ version: '1.2.3' }, new Admission({ patienceMs: () => 1000, timing: NODE_TIMING }))],
  controllers: [ParcelsController],
  providers: [{ provide: APP_GUARD, useClass: SampleGuard }],
})
class SampleModule {}

export interface SampleApp {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly port: number;
}

/** A small API with one route of each kind, listening on a free port. */
export async function startSampleApp(
  observers: Partial<EdgeObservers> = {},
  options: HttpAdapterOptions = {},
): Promise<SampleApp> {
  const adapter = createHttpAdapter(options);
  const module = await Test.createTestingModule({ imports: [SampleModule] }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(adapter);
  configureHttp(app, {
    log: observers.log ?? { access: () => undefined, fault: () => undefined },
    metrics: observers.metrics ?? (() => undefined),
  });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  return { app, url: `http://127.0.0.1:${port}`, port };
}
