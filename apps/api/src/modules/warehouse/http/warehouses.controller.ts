import { Ctx, Endpoint, type HttpReply, Input, type InputOf, reply } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { Controller, Get, Inject, Patch, Post } from '@nestjs/common';
import { CatalogWatch } from '../catalog-watch';
import { ChangeWarehouse } from '../use-cases/change-warehouse';
import { CreateWarehouse } from '../use-cases/create-warehouse';
import { ReadWarehouses } from '../use-cases/read-warehouses';
import { idCursor } from './cursors';
import {
  changeWarehouseEndpoint,
  createWarehouseEndpoint,
  listWarehousesEndpoint,
  readWarehouseEndpoint,
  toWarehouseView,
} from './warehouses.dto';

@Controller('v1/warehouses')
export class WarehousesController {
  constructor(
    @Inject(CreateWarehouse) private readonly createWarehouse: CreateWarehouse,
    @Inject(ChangeWarehouse) private readonly changeWarehouse: ChangeWarehouse,
    @Inject(ReadWarehouses) private readonly warehouses: ReadWarehouses,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
    @Inject(CatalogWatch) private readonly catalog: CatalogWatch,
  ) {}

  @Post()
  @Endpoint(createWarehouseEndpoint)
  async create(
    @Ctx() ctx: Context,
    @Input() { body, idempotencyKey }: InputOf<typeof createWarehouseEndpoint>,
  ): Promise<HttpReply> {
    const request = { route: 'warehouses.create', key: idempotencyKey, payload: body };
    const { code, name, active, facility_id: facilityId } = body;
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const warehouse = await this.createWarehouse.execute(ctx, tx, { code, name, active, facilityId });
      const location = `/v1/warehouses/${warehouse.id}`;
      return { status: 201, location, body: toWarehouseView(warehouse), version: warehouse.version };
    });
    await this.catalog.refresh();
    return reply.stored(result, replayed);
  }

  @Get()
  @Endpoint(listWarehousesEndpoint)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listWarehousesEndpoint>): Promise<HttpReply> {
    const warehouses = await this.warehouses.page(ctx, idCursor(query.cursor), query.limit + 1);
    return reply.page(warehouses, query.limit, ({ id }) => id, toWarehouseView);
  }

  @Get(':id')
  @Endpoint(readWarehouseEndpoint)
  async read(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof readWarehouseEndpoint>): Promise<HttpReply> {
    const warehouse = await this.warehouses.one(ctx, params.id);
    return reply.ok(toWarehouseView(warehouse), { version: warehouse.version });
  }

  @Patch(':id')
  @Endpoint(changeWarehouseEndpoint)
  async change(
    @Ctx() ctx: Context,
    @Input() { params, body, ifMatch }: InputOf<typeof changeWarehouseEndpoint>,
  ): Promise<HttpReply> {
    const warehouse = await this.changeWarehouse.execute(ctx, params.id, ifMatch, body);
    await this.catalog.refresh();
    return reply.ok(toWarehouseView(warehouse), { version: warehouse.version });
  }
}
