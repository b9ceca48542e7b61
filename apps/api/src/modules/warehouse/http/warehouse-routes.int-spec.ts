import { Database, DatabaseModule, listParked, park } from '#lib/database';
import { configureHttp, createHttpAdapter } from '#lib/http';
import { IdempotencyModule } from '#lib/idempotency';
import { CLOCK, systemClock, systemContext, uuidv7 } from '#lib/kernel';
import { cloneTemplate, eventually } from '#lib/testing';
import { type CanActivate, type ExecutionContext, Global, Module } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WarehouseFacade } from '../warehouse.facade';
import { WarehouseModule } from '../warehouse.module';

/** Stands where the gateway's guards stand: the routes' own manners are tested here, not who may call them. */
class Operator implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    context.switchToHttp().getRequest<FastifyRequest>().context = systemContext('operator');
    return true;
  }
}

type Body = Record<string, unknown> & { id: string; data: unknown[]; page_info: { next_cursor: string } };

function worldOf(url: string): new () => object {
  @Global()
  @Module({ providers: [{ provide: CLOCK, useValue: systemClock }], exports: [CLOCK] })
  class WorldClock {}

  const database = { url, poolSize: 4, prepared: true, applicationName: 'warehouse-test' };
  @Module({
    imports: [
      WorldClock,
      DatabaseModule.forRoot({ ...database, onWatchError: () => undefined }),
      IdempotencyModule,
      WarehouseModule,
    ],
    providers: [{ provide: APP_GUARD, useClass: Operator }],
  })
  class World {}
  return World;
}

describe('the routes of warehouse', () => {
  let drop: () => Promise<void>;
  let app: NestFastifyApplication;
  let other: NestFastifyApplication;

  const process = async (url: string) => {
    const nest = await NestFactory.create<NestFastifyApplication>(worldOf(url), createHttpAdapter(), {
      logger: false,
      abortOnError: false,
    });
    configureHttp(nest, { log: { access: () => undefined, fault: () => undefined }, metrics: () => undefined });
    return nest.init();
  };
  beforeAll(async () => {
    const clone = await cloneTemplate();
    drop = clone.drop;
    app = await process(clone.url);
    other = await process(clone.url);
  });
  afterAll(async () => {
    await Promise.all([app.close(), other.close()]);
    await drop();
  });

  const call = async (method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object, headers = {}) => {
    const response = await app.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: response.statusCode, headers: response.headers, body: response.json<Body>() };
  };
  const get = (url: string) => call('GET', url);
  const post = (url: string, body: object, key = uuidv7()) => call('POST', url, body, { 'idempotency-key': key });
  const patch = (url: string, version: number, body: object) =>
    call('PATCH', url, body, { 'if-match': `"${version}"` });
  const newSku = async (sku: string) => (await post('/v1/skus', { sku, name: 'Tea', weight_g: 320 })).body;
  const newWarehouse = async (code: string) =>
    (await post('/v1/warehouses', { code, name: 'North', facility_id: uuidv7() })).body;

  it('create a SKU once, and every process knows it', async () => {
    const body = { sku: 'TEA-1', name: ' Green tea ', weight_g: 320 };
    const created = await post('/v1/skus', body, 'tea');
    expect(created).toMatchObject({
      status: 201,
      headers: { etag: '"1"', location: '/v1/skus/TEA-1' },
      body: { sku: 'TEA-1', name: 'Green tea', weight_g: 320, version: 1 },
    });
    expect(app.get(WarehouseFacade).catalog().weightG('TEA-1')).toBe(320);
    await eventually(
      () => other.get(WarehouseFacade).catalog().weightG('TEA-1'),
      (weightG) => weightG === 320,
    );
    const again = await post('/v1/skus', body, 'tea');
    expect(again).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' }, body: created.body });
    expect(await post('/v1/skus', body)).toMatchObject({ status: 409, body: { code: 'warehouse.sku_taken' } });
    expect(await get('/v1/skus/TEA-1')).toMatchObject({ status: 200, headers: { etag: '"1"' }, body: created.body });
    expect(await get('/v1/skus/NONE')).toMatchObject({ status: 404, body: { code: 'warehouse.sku_not_found' } });
  });

  it('change a SKU only in the version that was seen', async () => {
    await newSku('TEA-2');
    expect(await patch('/v1/skus/TEA-2', 1, { weight_g: 400 })).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      body: { name: 'Tea', weight_g: 400, version: 2 },
    });
    expect(app.get(WarehouseFacade).catalog().weightG('TEA-2')).toBe(400);
    expect(await patch('/v1/skus/TEA-2', 1, { weight_g: 500 })).toMatchObject({ status: 412 });
    expect(await patch('/v1/skus/NONE', 1, { weight_g: 500 })).toMatchObject({ status: 404 });
    expect(await call('PATCH', '/v1/skus/TEA-2', { weight_g: 1 })).toMatchObject({ status: 428 });
    expect(await patch('/v1/skus/TEA-2', 2, {})).toMatchObject({ status: 400 });
    expect(await patch('/v1/skus/TEA-2', 2, { version: 9 })).toMatchObject({ status: 400 });
  });

  it('create warehouses with a code and a facility of their own, and offer only active ones', async () => {
    const facilityId = uuidv7();
    const created = await post('/v1/warehouses', { code: 'BJ-1', name: 'Beijing', facility_id: facilityId });
    const { id } = created.body;
    expect(created).toMatchObject({ status: 201, headers: { location: `/v1/warehouses/${id}`, etag: '"1"' } });
    expect(app.get(WarehouseFacade).warehouses()).toContainEqual({ id, facilityId, name: 'Beijing' });
    const sameCode = { code: 'BJ-1', name: 'x', facility_id: uuidv7() };
    expect(await post('/v1/warehouses', sameCode)).toMatchObject({
      status: 409,
      body: { code: 'warehouse.code_taken' },
    });
    const sameFacility = { code: 'BJ-2', name: 'x', facility_id: facilityId };
    expect(await post('/v1/warehouses', sameFacility)).toMatchObject({ body: { code: 'warehouse.facility_taken' } });
    expect(await patch(`/v1/warehouses/${id}`, 1, { active: false })).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
    expect(
      app
        .get(WarehouseFacade)
        .warehouses()
        .map((warehouse) => warehouse.id),
    ).not.toContain(id);
    expect(await get(`/v1/warehouses/${id}`)).toMatchObject({ status: 200, body: { active: false, version: 2 } });
    expect(await patch(`/v1/warehouses/${id}`, 1, { name: 'x' })).toMatchObject({ status: 412 });
    expect(await get(`/v1/warehouses/${uuidv7()}`)).toMatchObject({ status: 404 });
  });

  it('receive and adjust stock once per key, and list both stock and movements', async () => {
    const [{ id }] = [await newWarehouse('SH-1'), await newSku('CUP-1'), await newSku('CUP-2')];
    const receipt = {
      warehouse_id: id,
      reason: 'Note',
      lines: [
        { sku: 'CUP-1', quantity: 5 },
        { sku: 'CUP-2', quantity: 1 },
      ],
    };
    expect(await post('/v1/stock/receipts', receipt, 'note')).toMatchObject({ status: 201 });
    expect(await post('/v1/stock/receipts', receipt, 'note')).toMatchObject({ status: 201 });
    const adjustment = { warehouse_id: id, sku: 'CUP-1', quantity_delta: -2, reason: 'Broken' };
    const level = { warehouse_id: id, sku: 'CUP-1', on_hand: 3, reserved: 0, available: 3 };
    expect(await post('/v1/stock/adjustments', adjustment, 'broken')).toMatchObject({ status: 201, body: level });
    expect(await post('/v1/stock/adjustments', adjustment, 'broken')).toMatchObject({ status: 201, body: level });
    expect(await get(`/v1/stock?warehouse_id=${id}&sku=CUP-1`)).toMatchObject({ body: { data: [level] } });
    const first = await get(`/v1/stock?warehouse_id=${id}&limit=1`);
    const { next_cursor: cursor } = first.body.page_info;
    expect(await get(`/v1/stock?warehouse_id=${id}&limit=1&cursor=${cursor}`)).toMatchObject({
      body: { data: [{ sku: 'CUP-2' }], page_info: { has_next_page: false } },
    });
    expect((await get(`/v1/stock/movements?warehouse_id=${id}`)).body.data).toMatchObject([
      { kind: 'receipt', quantity: 5, reason: 'Note', actor: 'system:operator' },
      { kind: 'receipt', quantity: 1 },
      { kind: 'adjustment', sku: 'CUP-1', quantity: -2, reason: 'Broken' },
    ]);
  });

  it('refuse an adjustment below what is reserved and an unknown SKU with 422', async () => {
    const [{ id }] = [await newWarehouse('SH-2'), await newSku('JAR-1')];
    await post('/v1/stock/receipts', { warehouse_id: id, reason: 'x', lines: [{ sku: 'JAR-1', quantity: 5 }] });
    const tooFar = { warehouse_id: id, sku: 'JAR-1', quantity_delta: -6, reason: 'x' };
    expect(await post('/v1/stock/adjustments', tooFar)).toMatchObject({
      status: 422,
      body: { code: 'warehouse.below_reserved', on_hand: 5, reserved: 0, quantity_delta: -6 },
    });
    const unknown = { warehouse_id: id, reason: 'x', lines: [{ sku: 'NONE', quantity: 5 }] };
    expect(await post('/v1/stock/receipts', unknown)).toMatchObject({
      status: 422,
      body: { code: 'warehouse.unknown_sku', errors: [{ pointer: '/lines/0/sku' }] },
    });
    expect(await post('/v1/stock/adjustments', { ...tooFar, quantity_delta: 0 })).toMatchObject({ status: 400 });
  });

  it('open a warehouse to orders that waited for what it holds', async () => {
    const [{ id }] = [await newWarehouse('SH-3'), await newSku('BOX-1')];
    await post('/v1/stock/receipts', { warehouse_id: id, reason: 'x', lines: [{ sku: 'BOX-1', quantity: 5 }] });
    await patch(`/v1/warehouses/${id}`, 1, { active: false });
    const [ctx, orderId] = [systemContext('test'), uuidv7()];
    await app.get(Database).transaction(ctx, async (tx) => {
      const lines = [{ sku: 'BOX-1', quantity: 1 }];
      const [outcome] = await app.get(WarehouseFacade).reserve(ctx, tx, [{ orderId, lines, warehouseIds: [] }]);
      expect(outcome).toEqual({ orderId, outcome: 'backordered', sku: 'BOX-1' });
      park(tx, [{ orderId, stage: 'fulfilment', reason: 'stock', key: 'BOX-1', detail: {} }], systemClock.now());
    });
    await patch(`/v1/warehouses/${id}`, 2, { active: true });
    expect(await listParked(app.get(Database).statements(ctx), 'stock', 'BOX-1', 1)).toEqual([]);
  });

  it('answer foreign cursors with 400', async () => {
    const cursor = Buffer.from('nothing of ours').toString('base64url');
    const lists = ['/v1/warehouses?', '/v1/stock?', `/v1/stock/movements?warehouse_id=${uuidv7()}&`];
    for (const list of lists) expect(await get(`${list}cursor=${cursor}`)).toMatchObject({ status: 400 });
    expect(await get(`/v1/skus?cursor=${cursor}`)).toMatchObject({ status: 200 });
  });
});
