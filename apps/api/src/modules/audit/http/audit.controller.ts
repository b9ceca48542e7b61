import { Ctx, endpoint, Endpoint, Input, pageOf, reply, type HttpReply, type InputOf } from '#lib/http';
import type { Context } from '#lib/kernel';
import { Controller, Get, Inject } from '@nestjs/common';
import { ReadAudit } from '../use-cases/read-audit';
import { EntryQuery, entryView, EntryView, filterOf } from './audit.dto';

const listAudit = endpoint({
  tag: 'audit',
  summary: 'Who of the staff changed what, newest first',
  description: 'One entry for each resource that a request changed, written in the transaction of the change.',
  auth: { roles: ['operator', 'admin'] },
  query: EntryQuery,
  success: { status: 200, body: pageOf(EntryView) },
});

@Controller('v1/audit')
export class AuditController {
  constructor(@Inject(ReadAudit) private readonly audit: ReadAudit) {}

  @Get()
  @Endpoint(listAudit)
  async list(@Ctx() ctx: Context, @Input() { query }: InputOf<typeof listAudit>): Promise<HttpReply> {
    const entries = await this.audit.page(ctx, filterOf(query), query.limit + 1);
    return reply.page(entries, query.limit, ({ id }) => String(id), entryView);
  }
}
