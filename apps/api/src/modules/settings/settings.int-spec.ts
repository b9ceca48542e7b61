import { type CanActivate, type ExecutionContext, Module } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database, VersionWatch } from '#lib/database';
import { configureHttp, createHttpAdapter } from '#lib/http';
import { CLOCK, type Context } from '#lib/kernel';
import { Settings } from '#lib/settings';
import { testDatabase, type TestDatabase } from '#lib/testing';
import type { FastifyRequest } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingsModule } from './settings.module';

/** Stands for the guards of the gateway: everybody is the operator Wang. */
class OperatorGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const actor = { kind: 'client', id: 'wang', role: 'operator', scopes: [] } as const;
    request.context = { lane: 'live', actor, traceparent: request.traceparent } satisfies Context;
    return true;
  }
}

@Module({ providers: [{ provide: APP_GUARD, useClass: OperatorGuard }] })
class TestModule {}

describe('/v1/settings', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let settings: Settings;
  beforeEach(async () => {
    db = await testDatabase();
    const watch = new VersionWatch(db.database, () => undefined);
    settings = await Settings.open(db.database, watch, () => undefined);
    const values = [
      { provide: Database, useValue: db.database },
      { provide: VersionWatch, useValue: watch },
      { provide: CLOCK, useValue: { now: () => new Date('2026-03-01T08:00:00Z') } },
    ];
    const exports = values.map((value) => value.provide);
    const root = { module: TestModule, global: true, providers: values, exports, imports: [SettingsModule] };
    app = await NestFactory.create(root, createHttpAdapter(), { logger: false });
    configureHttp(app, { log: { access: () => undefined, fault: () => undefined }, metrics: () => undefined });
    await app.init();
  });
  afterEach(async () => {
    await app.close();
    await db.close();
  });

  async function call(method: 'GET' | 'PATCH' | 'POST', path: string, body?: object, ifMatch?: string) {
    const answer = await app.inject({
      method,
      url: `/v1/settings${path}`,
      headers: { ...(ifMatch !== undefined && { 'if-match': ifMatch }) },
      ...(body !== undefined && { payload: body }),
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.json<Record<string, unknown>>() };
  }

  const smaller = (size: number) => ({ values: { intake: { batch_size: size } }, reason: `size ${size}` });

  it('shows all values with the version as entity tag', async () => {
    const { status, headers, body } = await call('GET', '');
    expect([status, headers.etag]).toEqual([200, '"1"']);
    expect(body).toMatchObject({
      version: 1,
      changed_by: 'system:migration',
      values: { intake: { batch_size: 256, redis_claim: true }, http: { access_log_sample_above: 500 } },
    });
  });

  it('changes what is named and leaves the rest; this process sees it at once', async () => {
    await call('PATCH', '', smaller(64), '"1"');
    const { status, headers, body } = await call(
      'PATCH',
      '',
      { values: { payment: { awaiting_expiry_h: 1 } }, reason: 'test' },
      '"2"',
    );
    expect([status, headers.etag]).toEqual([200, '"3"']);
    expect(body).toMatchObject({
      version: 3,
      changed_by: 'client:wang',
      reason: 'test',
      created_at: '2026-03-01T08:00:00.000Z',
      values: { intake: { batch_size: 64, max_flights: 2 }, payment: { awaiting_expiry_h: 1 } },
    });
    expect(settings.current()).toMatchObject({
      version: 3,
      intake: { batchSize: 64 },
      payment: { awaitingExpiryH: 1 },
    });
  });

  it('puts a setting back to its default with null', async () => {
    await call('PATCH', '', smaller(64), '"1"');
    const { body } = await call('PATCH', '', { values: { intake: { batch_size: null } }, reason: 'back' }, '"2"');
    expect(body).toMatchObject({ values: { intake: { batch_size: 256 } } });
  });

  it('refuses a bad change whole, one error per field', async () => {
    const values = { intake: { batch_size: 0, max_flights: 4, colour: 1 }, payment: { awaiting_expiry_h: 'soon' } };
    const { status, body } = await call('PATCH', '', { values, reason: 'bad' }, '"1"');
    expect(status).toBe(400);
    const pointers = (body.errors as { pointer: string }[]).map((error) => error.pointer);
    expect(pointers.sort()).toEqual([
      '/values/intake/batch_size',
      '/values/intake/colour',
      '/values/payment/awaiting_expiry_h',
    ]);
    expect((await call('GET', '')).body).toMatchObject({ version: 1, values: { intake: { max_flights: 2 } } });
  });

  it('wants a reason', async () => {
    expect((await call('PATCH', '', { values: {} }, '"1"')).status).toBe(400);
    expect((await call('PATCH', '', { values: {}, reason: '  ' }, '"1"')).status).toBe(400);
  });

  it('wants to know what the change was decided on', async () => {
    expect((await call('PATCH', '', smaller(64))).status).toBe(428);
    expect((await call('PATCH', '', smaller(64), '"1"')).status).toBe(200);
    expect((await call('PATCH', '', smaller(32), '"1"')).status).toBe(412);
    expect((await call('POST', '/rollback', { version: 1, reason: 'x' })).status).toBe(428);
    expect((await call('POST', '/rollback', { version: 1, reason: 'x' }, '"1"')).status).toBe(412);
    expect(settings.current().intake.batchSize).toBe(64);
  });

  it('takes exactly one of many changes decided on the same version', async () => {
    const answers = await Promise.all([10, 20, 30, 40].map((size) => call('PATCH', '', smaller(size), '"1"')));
    expect(answers.map((answer) => String(answer.status)).sort()).toEqual(['200', '412', '412', '412']);
    expect((await call('GET', '')).body).toMatchObject({ version: 2 });
  });

  it('rolls back with one call, which is a version of its own', async () => {
    await call('PATCH', '', smaller(64), '"1"');
    await call('PATCH', '', smaller(32), '"2"');
    const { status, headers, body } = await call('POST', '/rollback', { version: 2, reason: 'too small' }, '"3"');
    expect([status, headers.etag]).toEqual([200, '"4"']);
    expect(body).toMatchObject({ version: 4, reason: 'too small', values: { intake: { batch_size: 64 } } });
    expect(settings.current().intake.batchSize).toBe(64);
    expect((await call('POST', '/rollback', { version: 99, reason: 'x' }, '"4"')).status).toBe(404);
  });

  it('pages through the history, newest first', async () => {
    for (const [index, size] of [10, 20, 30].entries()) await call('PATCH', '', smaller(size), `"${index + 1}"`);
    const first = await call('GET', '/history?limit=3');
    expect(first.body.data).toMatchObject([
      { version: 4, reason: 'size 30', overrides: { intake: { batch_size: 30 } } },
      { version: 3 },
      { version: 2 },
    ]);
    const { next_cursor: cursor } = first.body.page_info as { next_cursor: string };
    const second = await call('GET', `/history?limit=3&cursor=${cursor}`);
    expect(second.body).toMatchObject({ data: [{ version: 1, overrides: {} }], page_info: { has_next_page: false } });
    expect((await call('GET', `/history?cursor=${Buffer.from('x').toString('base64url')}`)).status).toBe(400);
  });
});
