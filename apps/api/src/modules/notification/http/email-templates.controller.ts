import { Ctx, Endpoint, Input, reply, type HttpReply, type InputOf } from '#lib/http';
import { Idempotency } from '#lib/idempotency';
import type { Context } from '#lib/kernel';
import { Controller, Delete, Get, HttpCode, Inject, Patch, Post } from '@nestjs/common';
import { ChangeEmailTemplates } from '../use-cases/change-email-templates';
import { ReadEmails } from '../use-cases/read-emails';
import { TryEmail } from '../use-cases/try-email';
import { newTemplateOf, templateChangeOf, templateView } from './email-templates.dto';
import {
  changeTemplate,
  createTemplate,
  listTemplates,
  previewTemplate,
  readTemplate,
  removeTemplate,
  testTemplate,
} from './email-templates.endpoints';

@Controller('v1/email-templates')
export class EmailTemplatesController {
  constructor(
    @Inject(ChangeEmailTemplates) private readonly changing: ChangeEmailTemplates,
    @Inject(ReadEmails) private readonly reading: ReadEmails,
    @Inject(TryEmail) private readonly trying: TryEmail,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @Endpoint(createTemplate)
  async create(@Ctx() ctx: Context, @Input() input: InputOf<typeof createTemplate>): Promise<HttpReply> {
    const request = { route: 'email-templates.create', key: input.idempotencyKey, payload: input.body };
    const { result, replayed } = await this.idempotency.run(ctx, request, async (tx) => {
      const created = await this.changing.create(ctx, tx, newTemplateOf(input.body));
      const location = `/v1/email-templates/${created.id}`;
      return { status: 201, location, body: templateView(created), version: created.version };
    });
    return reply.stored(result, replayed);
  }

  @Get()
  @Endpoint(listTemplates)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listTemplates>): Promise<HttpReply> {
    const filter = { merchantId: query.merchant_id, beforeId: query.cursor };
    const templates = await this.reading.templates(ctx, filter, query.limit + 1);
    return reply.page(templates, query.limit, ({ id }) => id, templateView);
  }

  @Get(':id')
  @Endpoint(readTemplate)
  async read(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof readTemplate>): Promise<HttpReply> {
    const template = await this.reading.template(ctx, params.id);
    return reply.ok(templateView(template), { version: template.version });
  }

  @Patch(':id')
  @Endpoint(changeTemplate)
  async change(@Ctx() ctx: Context, @Input() input: InputOf<typeof changeTemplate>): Promise<HttpReply> {
    const changed = await this.changing.change(ctx, input.params.id, input.ifMatch, templateChangeOf(input.body));
    return reply.ok(templateView(changed), { version: changed.version });
  }

  @Delete(':id')
  @HttpCode(204)
  @Endpoint(removeTemplate)
  async remove(@Ctx() ctx: Context, @Input() input: InputOf<typeof removeTemplate>): Promise<HttpReply> {
    await this.changing.remove(ctx, input.params.id, input.ifMatch);
    return reply.noContent();
  }

  @Get(':id/preview')
  @Endpoint(previewTemplate)
  async preview(@Ctx() ctx: Context, @Input() { params }: InputOf<typeof previewTemplate>): Promise<HttpReply> {
    return reply.ok(await this.trying.preview(ctx, params.id));
  }

  @Post(':id/test')
  @HttpCode(200)
  @Endpoint(testTemplate)
  async test(@Ctx() ctx: Context, @Input() { params, body }: InputOf<typeof testTemplate>): Promise<HttpReply> {
    return reply.ok(await this.trying.send(ctx, params.id, body.to));
  }
}
