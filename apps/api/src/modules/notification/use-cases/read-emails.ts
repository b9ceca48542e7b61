import { Database } from '#lib/database';
import type { Context } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { EmailMessage } from '../domain/email-message';
import type { EmailTemplate } from '../domain/email-template';
import { listEmails, type EmailFilter } from '../persistence/email-message.repository';
import { findTemplate, listTemplates } from '../persistence/email-template.repository';
import { templateNotFound } from './email-refusals';

/** Templates and what was sent by them; a merchant sees its own alone. */
@Injectable()
export class ReadEmails {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** @throws DomainError `notification.email_template_not_found` */
  async template(ctx: Context, id: string): Promise<EmailTemplate> {
    const template = await findTemplate(this.database.statements(ctx), id, ctx.merchantId);
    if (template === undefined) throw templateNotFound(id);
    return template;
  }

  /** Newest first. */
  templates(
    ctx: Context,
    filter: { readonly merchantId?: string | undefined; readonly beforeId?: string | undefined },
    limit: number,
  ): Promise<EmailTemplate[]> {
    const own = { ...filter, merchantId: ctx.merchantId ?? filter.merchantId };
    return listTemplates(this.database.statements(ctx), own, limit);
  }

  /** Newest first. */
  messages(ctx: Context, filter: EmailFilter, limit: number): Promise<EmailMessage[]> {
    const own = { ...filter, merchantId: ctx.merchantId ?? filter.merchantId };
    return listEmails(this.database.statements(ctx), own, limit);
  }
}
