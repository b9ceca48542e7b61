import { Database, type Tx } from '#lib/database';
import { requireVersion } from '#lib/http';
import { CLOCK, uuidv7, type Clock, type Context } from '#lib/kernel';
import { GatewayFacade } from '#module/gateway';
import { Inject, Injectable } from '@nestjs/common';
import { defaultEmail } from '../domain/email-defaults';
import type { EmailLanguage, EmailStatus } from '../domain/email-status';
import type { EmailTemplate } from '../domain/email-template';
import { insertTemplate, lockTemplate, removeTemplate, updateTemplate } from '../persistence/email-template.repository';
import { requireUsable, statusTaken, templateNotFound } from './email-refusals';
import { ownerOf } from './owner-of';

export interface NewEmailTemplate {
  /** Of the staff's requests only; a merchant creates its own. */
  readonly merchantId?: string | undefined;
  readonly status: EmailStatus;
  readonly language: EmailLanguage;
  /** The default's of the language where nothing is said. */
  readonly subject?: string | undefined;
  readonly text?: string | undefined;
  readonly html?: string | undefined;
  readonly active: boolean;
}

export type EmailTemplateChange = Partial<Pick<EmailTemplate, 'subject' | 'text' | 'html' | 'active'>>;

/** Makes, changes and removes what recipients are told. What happened before a template was active is not told. */
@Injectable()
export class ChangeEmailTemplates {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(GatewayFacade) private readonly gateway: Pick<GatewayFacade, 'merchant'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `notification.no_merchant`, `notification.email_template_unusable`, `notification.email_status_taken` */
  async create(ctx: Context, tx: Tx, input: NewEmailTemplate): Promise<EmailTemplate> {
    const { status, language, active } = input;
    const merchantId = ownerOf(ctx, input.merchantId, this.gateway);
    const ours = defaultEmail(status, language);
    const text = {
      subject: input.subject ?? ours.subject,
      text: input.text ?? ours.text,
      html: input.html ?? ours.html,
    };
    requireUsable(text);
    const now = this.clock.now();
    const id = uuidv7(now.getTime());
    const since = { activeSince: now, createdAt: now };
    const template: EmailTemplate = { id, merchantId, status, language, ...text, active, ...since, version: 1 };
    if (!(await insertTemplate(tx, template))) throw statusTaken(status);
    return template;
  }

  /** @throws DomainError `notification.email_template_not_found`, `notification.email_template_unusable` */
  change(ctx: Context, id: string, version: number, change: EmailTemplateChange): Promise<EmailTemplate> {
    return this.database.transaction(ctx, async (tx) => {
      const before = await this.locked(ctx, tx, id, version);
      const changed = { ...before, ...change, version: version + 1 };
      requireUsable(changed);
      const after = !before.active && changed.active ? { ...changed, activeSince: this.clock.now() } : changed;
      updateTemplate(tx, after);
      return after;
    });
  }

  /** @throws DomainError `notification.email_template_not_found` */
  remove(ctx: Context, id: string, version: number): Promise<void> {
    return this.database.transaction(ctx, async (tx) => {
      await this.locked(ctx, tx, id, version);
      removeTemplate(tx, id);
    });
  }

  private async locked(ctx: Context, tx: Tx, id: string, version: number): Promise<EmailTemplate> {
    const template = await lockTemplate(tx, id, ctx.merchantId);
    if (template === undefined) throw templateNotFound(id);
    requireVersion(template.version, version);
    return template;
  }
}
