import { Ctx, Endpoint, Input, reply, type HttpReply, type InputOf } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { Controller, Delete, Get, HttpCode, Inject, Patch, Post } from '@nestjs/common';
import { KeepViews } from '../use-cases/keep-views';
import { savedViewView, viewChangeOf } from './saved-views.dto';
import { changeView, createView, listViews, removeView } from './saved-views.endpoints';

@Controller('v1/saved-views')
export class SavedViewsController {
  constructor(
    @Inject(KeepViews) private readonly views: KeepViews,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @Endpoint(createView)
  async create(@Ctx() ctx: Context, @Input() input: InputOf<typeof createView>): Promise<HttpReply> {
    const request = { route: 'saved-views.create', key: input.idempotencyKey, payload: input.body };
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const view = await this.views.create(ctx, tx, input.body);
      return { status: 201, location: `/v1/saved-views/${view.id}`, body: savedViewView(view) };
    });
    return reply.stored(result, replayed);
  }

  @Get()
  @Endpoint(listViews)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listViews>): Promise<HttpReply> {
    const views = await this.views.page(ctx, query.resource, query.cursor, query.limit + 1);
    return reply.page(views, query.limit, (view) => view.id, savedViewView);
  }

  @Patch(':id')
  @Endpoint(changeView)
  async change(@Ctx() ctx: Context, @Input() { params, body }: InputOf<typeof changeView>): Promise<HttpReply> {
    return reply.ok(savedViewView(await this.views.change(ctx, params.id, viewChangeOf(body))));
  }

  @Delete(':id')
  @HttpCode(204)
  @Endpoint(removeView)
  async remove(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof removeView>): Promise<HttpReply> {
    await this.views.remove(ctx, params.id);
    return reply.noContent();
  }
}
